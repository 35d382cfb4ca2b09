#!/bin/sh
# The jar begins with this script, so that it runs by itself as well as with "java -jar". It starts
# Java with what makes a short run short (the first compiler only, the serial collector, an archive
# of the classes that a run loads), and Java skips it. The archive is made in the background after
# the first listing, in the cache directory; whatever goes wrong with it costs time, nothing else.
set -uf

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

# Java refuses to start with two collectors.
collector=-XX:+UseSerialGC
case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${GMAIL_LABELS_JAVA_OPTS:-}" in
  *-XX:+Use*GC*) collector= ;;
esac

# Becomes Java; the first word is an option about the archive, or empty.
# -Xlog:disable: the JVM's warnings would go to standard output, among the labels.
# CompileThresholdScaling: 560 methods are compiled instead of 860. The others are not used often
# enough to pay for it; on one processor a run takes 40 ms less.
# shellcheck disable=SC2086 # GMAIL_LABELS_JAVA_OPTS holds several words.
become_java() {
  archive_option=$1
  shift
  exec "$java" -XX:+IgnoreUnrecognizedVMOptions $collector -XX:TieredStopAtLevel=1 \
    -XX:CompileThresholdScaling=2 -XX:-UsePerfData -Xshare:auto -Xlog:disable \
    ${archive_option:+"$archive_option"} ${GMAIL_LABELS_JAVA_OPTS:-} \
    -Dgmail-labels.command="$0" -jar "$0" "$@"
}

case ${XDG_CACHE_HOME:-} in
  /*) cache=$XDG_CACHE_HOME/gmail-labels ;;
  *) cache=${HOME:+$HOME/.cache/gmail-labels} ;;
esac
# Named after all that it depends on. Without a version the JVM could change unnoticed.
if [ -z "$cache" ] || [ -z "$version" ]; then
  become_java '' "$@"
fi
place=$(printf '%s %s %s' "$version" "$java" "$0" | cksum)
archive=$cache/@jar.checksum@-${place%% *}.jsa
# shellcheck disable=SC3013 # Every sh in use knows -nt.
if [ -f "$archive" ] && [ "$archive" -nt "$0" ]; then
  become_java "-XX:SharedArchiveFile=$archive" "$@"
fi

# There is no archive yet, or none that still fits. The lock keeps many first runs from making many
# archives; one that was left by a killed run must not keep it for ever.
lock=$archive.lock
find "$lock" -prune -mmin +10 -exec rmdir {} + 2>/dev/null
if ! { mkdir -p "$cache" && mkdir "$lock"; } 2>/dev/null; then
  become_java '' "$@"
fi
classes=$archive.$$.classes
new=$archive.$$.new
{
  trap 'rm -f "$classes" "$new"; rmdir "$lock"' EXIT
  # Java will have the process of this script.
  while kill -0 $$; do
    sleep 1
  done
  # Only a listing loads what an archive should hold.
  if grep -q '^gmaillabels/gmail/Mailbox' "$classes"; then
    "$java" -Xshare:dump -Xlog:disable -XX:SharedClassListFile="$classes" \
      -XX:SharedArchiveFile="$new" -cp "$0" && mv -f "$new" "$archive"
    find "$cache" -name '*.jsa*' -mtime +30 -exec rm -f {} +
  fi
} < /dev/null > /dev/null 2>&1 &
become_java "-XX:DumpLoadedClassList=$classes" "$@"
