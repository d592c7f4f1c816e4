#!/bin/sh
# Opens the desk by double-click on macOS, whose Finder opens this in Terminal.
exec /bin/sh "$(dirname -- "$0")/start.sh" "$@"
