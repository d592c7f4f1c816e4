"""发布: what goes out and what stays, the build, the release, going back."""
