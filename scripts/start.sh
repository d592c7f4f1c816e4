#!/bin/sh
# Opens the desk by double-click: finds Python 3.11 or newer and hands over to preview.py.
# On Linux it opens a terminal when it has none; on macOS start.command calls it.

script=$(readlink -f -- "$0" 2>/dev/null || printf '%s' "$0")
here=$(CDPATH='' cd -- "$(dirname -- "$script")" && pwd) || exit 2
texts=$here/lanmu/setup/messages
system=$(uname)
export PYTHONUTF8=1

# A file manager may start a program without any window. What is said here must be seen.
if [ ! -t 1 ] && [ -n "$DISPLAY$WAYLAND_DISPLAY" ] && [ -z "$LANMU_IN_TERMINAL" ]; then
    export LANMU_IN_TERMINAL=1
    for terminal in gnome-terminal kgx ptyxis; do
        command -v "$terminal" >/dev/null && exec "$terminal" -- /bin/sh "$script" "$@"
    done
    for terminal in deepin-terminal mate-terminal konsole xfce4-terminal x-terminal-emulator xterm; do
        option=-e
        case $terminal in mate-terminal | xfce4-terminal) option=-x ;; esac
        command -v "$terminal" >/dev/null && exec "$terminal" "$option" /bin/sh "$script" "$@"
    done
fi

# Shows a text that asks for Enter, and waits for it where somebody sits.
show_and_wait() {
    cat "$texts/$1"
    [ -t 0 ] && read -r _
}

names='python3 python3.14 python3.13 python3.12 python3.11'
if [ "$system" = Darwin ]; then
    names="$names /opt/homebrew/bin/python3 /usr/local/bin/python3"
    names="$names /Library/Frameworks/Python.framework/Versions/Current/bin/python3"
fi
python=''
for name in $names; do
    found=$(command -v "$name") || continue
    # Apple's own is too old, and asks for its developer tools where those are not there.
    [ "$system" = Darwin ] && [ "$found" = /usr/bin/python3 ] && continue
    if "$found" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$found
        break
    fi
done
if [ -z "$python" ]; then
    case $system in Darwin) show_and_wait no_python_macos.txt ;; *) show_and_wait no_python_linux.txt ;; esac
    exit 2
fi

# Ctrl-C is for Python, which ends in order; this shell stays to tell how.
trap : INT
cat "$texts/opening.txt"
"$python" "$here/preview.py" --open "$@"
code=$?
# 130: ended by Ctrl-C (diagnostics/errors.py).
case $code in 0 | 130) ;; *) show_and_wait ended.txt ;; esac
exit $code
