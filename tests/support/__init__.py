"""What several tests share: projects, browsers, servers, files to hand in."""
