#!/bin/sh
# The jar begins with this script, so that it runs by itself as well as with "java -jar". It starts
# Java with what makes a short run short (the first compiler only, the serial collector, an archive
# of the classes that a run loads), then Java skips it. After the first successful listing the
# archive is made in the background, in the cache directory; whatever goes wrong with it costs time
# and nothing else.
set -u

fail() {
  printf 'gmail-labels: %s\n' "$1" >&2
  exit 1
}

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "there is no Java in JAVA_HOME ($JAVA_HOME)
Set JAVA_HOME to a JDK or JRE 17 or newer, or unset it to use the java on your PATH."
else
  java=$(command -v java) || fail "there is no java on your PATH
Install a JDK or JRE 17 or newer, or set JAVA_HOME."
fi
java=$(readlink -f "$java" 2>/dev/null || printf %s "$java")

# Every JDK since 8 tells its version in this file, which is quicker than to start it and ask.
version=
release=${java%/bin/java}/release
if [ -r "$release" ]; then
  while IFS='=' read -r key value; do
    case $key in
      JAVA_VERSION) version=${value#\"}; version=${version%\"} ;;
    esac
  done < "$release"
  major=${version#1.}
  major=${major%%[!0-9]*}
  [ "${major:-17}" -ge 17 ] || fail "Java $version is too old ($java)
Install a JDK or JRE 17 or newer, or set JAVA_HOME to one."
fi

# -Xlog:disable: the JVM's warnings would go to standard output, among the labels.
# shellcheck disable=SC2086 # GMAIL_LABELS_JAVA_OPTS holds several words.
run() {
  mode=$1
  shift
  $mode "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xshare:auto \
    -Xlog:disable $cds ${GMAIL_LABELS_JAVA_OPTS:-} -Dgmail-labels.command="$0" -jar "$0" "$@"
}

cds=
cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/gmail-labels
# Named after all that it depends on.
place=$(printf '%s %s %s' "$version" "$java" "$0" | cksum)
archive=$cache/@jar.checksum@-${place%% *}.jsa
# shellcheck disable=SC3013 # Every sh in use knows -nt.
if [ -f "$archive" ] && [ "$archive" -nt "$0" ]; then
  cds=-XX:SharedArchiveFile=$archive
  run exec "$@"
fi

# From here on there is no archive yet, or none that still fits.
case " $* " in
  *" login "* | *" logout "* | *" status "* | *help* | *version* | *completion*)
    # Not a listing: what it loads is not what an archive should hold.
    run exec "$@"
    ;;
esac
# The lock keeps many first runs from making many archives; a killed one must not keep it for ever.
lock=$archive.lock
find "$lock" -prune -mmin +10 -exec rmdir {} + 2>/dev/null
if ! { mkdir -p "$cache" && mkdir "$lock"; } 2>/dev/null; then
  run exec "$@"
fi
classes=$archive.classes
trap 'rm -f "$classes"; rmdir "$lock" 2>/dev/null' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
cds=-XX:DumpLoadedClassList=$classes
run '' "$@"
code=$?
[ $code -eq 0 ] && [ -s "$classes" ] || exit $code
trap - EXIT
{
  trap 'rm -f "$classes" "$archive.new"; rmdir "$lock"' EXIT
  # Archives of earlier versions of the jar; those of other JVMs stay.
  for old in "$cache"/*.jsa; do
    case $old in
      "$cache/@jar.checksum@"*) ;;
      *) rm -f "$old" ;;
    esac
  done
  "$java" -Xshare:dump -Xlog:disable -XX:SharedClassListFile="$classes" \
    -XX:SharedArchiveFile="$archive.new" -cp "$0" && mv "$archive.new" "$archive"
} < /dev/null > /dev/null 2>&1 &
exit 0
