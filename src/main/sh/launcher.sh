#!/bin/sh
# The jar begins with this script, so that it runs by itself as well as with "java -jar". It starts
# Java with what makes a short run short (the first compiler only, the serial collector, an archive
# of the classes that a run loads), and Java skips it. The archive is made in the background after
# the first listing, in the cache directory; whatever goes wrong with it costs time, nothing else.
# To start a process costs more than all else here: a usual run starts one before Java, in ours().
# shellcheck disable=SC3013,SC2015 # Every sh in use knows -nt, -ot and -ef; A && B || C is meant.
set -u
listing_class=gmaillabels/label/Label.Visibility # Only labels that arrived load it.

fail() {
  printf 'gmail-labels: %s\n' "$1" >&2
  exit 1
}

# If standard input is closed as well, Java puts /dev/null in its place and would not notice.
{ true 3>&1; } 2> /dev/null || fail 'cannot write the output (standard output is closed)'

# An archive is code. Succeeds if all these are the user's own, none is a link and nobody else can
# write to them. Facts of more than a week do not count, in case Java refuses that archive.
ours() {
  expected=
  for file; do
    [ -O "$file" ] || return 1
    expected="$expected
$file"
  done
  private=$(find "$@" -prune ! -type l ! -perm -020 ! -perm -002 \( ! -name facts -o -mtime -7 \))
  [ "
$private" = "$expected" ]
}

# Succeeds if there is an archive for this Java and this jar, whatever the jar is called here. It
# has its jar's time stamp: if not, the jar was replaced, or something has written to the archive.
find_archive() {
  for folder in "$cache/@jar.checksum@-"*.jsa; do
    archive=$folder/archive
    if [ -O "$folder/facts" ] &&
      { IFS= read -r for_java && IFS= read -r jar; } 2> /dev/null < "$folder/facts" &&
      [ "$for_java" = "$release" ] && [ "$jar" -ef "$0" ] &&
      ! [ "$archive" -nt "$jar" ] && ! [ "$archive" -ot "$jar" ] &&
      ours "$cache" "$folder" "$folder/facts" "$archive"; then return; fi
  done
  return 1
}

# Makes the archive from the list of classes in $1, within two minutes.
dump() {
  $(command -v timeout >&2 && echo timeout -s KILL 120) "$java" -Xshare:dump -Xlog:disable \
    -XX:ErrorFile=/dev/null -XX:SharedClassListFile="$1" -XX:SharedArchiveFile="$lock/archive" \
    -cp "$jar"
}

# Makes the archive when process $1 has listed and ended. Meanwhile nothing of the caller's may be
# kept busy: all descriptors are closed but the shell's, which reads this script.
make_archive() {
  umask 077
  trap '' HUP INT QUIT
  for fd in /dev/fd/*; do
    # dash cannot name one above 9, and takes it for a command.
    [ -e "$fd" ] && [ "${fd##*/}" -gt 2 ] && ! [ "$fd" -ef "$0" ] &&
      (eval "exec ${fd##*/}>&-") && eval "exec ${fd##*/}>&-"
  done
  seconds=0
  while kill -0 "$1" && [ "$seconds" -lt 600 ]; do
    sleep 1
    seconds=$((seconds + 1))
  done
  if grep -q "^$listing_class" "$lock/classes"; then
    # Options and agents for the program are not for this.
    unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
    cd "$lock" || exit
    # The first listing may have had no options, and later ones need their parser too.
    "$java" -XX:DumpLoadedClassList=parser -Xlog:disable -jar "$jar" --type=user --version
    sed '/^@/d; /source:/d; s/ id: [0-9]*$//' parser >> classes
    # Java 17 crashes over the lambdas of some runs, and would leave a report where the user is.
    { dump classes || { grep -v '^@lambda' classes > fewer && dump fewer; }; } &&
      touch -r "$jar" "$lock/archive" && rm -rf "$folder" && mkdir "$folder" &&
      printf '%s\n' "$release" "$jar" > "$folder/facts" &&
      mv "$lock/archive" "$folder" && find_archive || {
      # It cannot be made, or its folder cannot hold what is asked of it: not again for an hour.
      rm -f "$lock"/*
      exit
    }
  fi
  rm -rf "$lock"
  exit
}

# Becomes Java; the first word is an option about the archive, or empty.
# DisplayVMOutputToStderr, Xlog: what the JVM says by itself would end up among the labels.
# VerifySharedSpaces: a damaged archive is ignored, where Java would crash or hang.
# CompileThresholdScaling: 560 methods are compiled instead of 860. The others are not used often
# enough to pay for it; on one processor a run takes 40 ms less.
become_java() {
  archive_option=$1
  shift
  set -f
  # shellcheck disable=SC2086 # GMAIL_LABELS_JAVA_OPTS holds several words.
  exec "$java" -XX:+IgnoreUnrecognizedVMOptions -XX:+DisplayVMOutputToStderr -Xlog:disable \
    $collector -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2 -XX:-UsePerfData \
    -Xshare:auto -XX:+VerifySharedSpaces ${archive_option:+"$archive_option"} \
    ${GMAIL_LABELS_JAVA_OPTS:-} -Dgmail-labels.command="$0" -jar "$jar" "$@"
}

# The archive that needs no Java has one beside the jar. In a folder where others could have put it,
# it counts only if it is the user's own.
jar=$0
[ ! -L "$jar" ] || jar=$(readlink -f "$jar" || printf %s "$jar")
runtime=${jar%/*}/runtime
if [ -x "$runtime/bin/java" ] && { [ -O "$runtime" ] || ! [ -w "${jar%/*}" ]; }; then
  java=$runtime/bin/java
elif [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "there is no Java in JAVA_HOME ($JAVA_HOME)
Set JAVA_HOME to a JDK or JRE 17 or newer, or unset it to use the java on your PATH."
else
  java=$(command -v java) || fail "there is no java on your PATH
Install a JDK or JRE 17 or newer, or set JAVA_HOME."
fi
[ ! -L "$java" ] || java=$(readlink -f "$java" || printf %s "$java")

# Every JDK since 8 tells its version in this file, which is quicker than to start it and ask.
# In the archive's name the Java beside the jar is the same however its path is spelled.
version='' release=${java#"${jar%/*}/"}
if [ -r "${java%/bin/java}/release" ]; then
  while IFS= read -r line; do
    release="$release $line"
    case $line in
      JAVA_VERSION=*) version=${line#*=} version=${version#\"} version=${version%\"} ;;
    esac
  done < "${java%/bin/java}/release"
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

# In the locale of cron, C, Java cannot read options and paths beyond ASCII. This one is the same
# with UTF-8, and where it is missing Java takes C; a browser inherits it. bash would complain.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX) { export LC_CTYPE=C.UTF-8 LC_ALL="${LC_ALL:+C.UTF-8}"; } 2> /dev/null ;;
esac

case ${XDG_CACHE_HOME:-} in
  /*) cache=$XDG_CACHE_HOME/gmail-labels ;;
  *) cache=${HOME:+$HOME/.cache/gmail-labels} ;;
esac
# Without a version the JVM could change unnoticed.
[ -n "$version" ] || cache=
if [ -n "$cache" ] && [ -z "${GMAIL_LABELS_ARCHIVE_FOR:-}" ] && find_archive; then
  become_java "-XX:SharedArchiveFile=$archive" "$@"
fi

# There is no archive yet, or none that still fits. The lock keeps many first runs from making many
# archives; one that was left by a killed run must not keep it for ever.
jar=$(readlink -f "$0" || printf %s "$0")
id=$(printf '%s\n' "$release" "$jar" | cksum)
folder=$cache/@jar.checksum@-${id%% *}.jsa
lock=$folder.lock
[ -z "${GMAIL_LABELS_ARCHIVE_FOR:-}" ] || make_archive "$GMAIL_LABELS_ARCHIVE_FOR"
if ! (
  umask 077
  [ -n "$cache" ] && mkdir -p "$cache" && ours "$cache" || exit
  read -r maker < "$lock/maker" && ! kill -0 "$maker" && rm -rf "$lock"
  find "$cache" \( -name '*.lock' -mmin +60 -o -name '*.jsa*' -mtime +30 \) -prune -exec rm -rf {} +
  mkdir "$lock"
) 2> /dev/null; then
  become_java '' "$@"
fi
shell=$(command -v bash || command -v sh)
# shellcheck disable=SC2046 # Nothing, where there is no setsid.
GMAIL_LABELS_ARCHIVE_FOR=$$ $(command -v setsid) "$shell" "$jar" < /dev/null > /dev/null 2>&1 &
{ echo $! > "$lock/maker"; } 2> /dev/null
become_java "-XX:DumpLoadedClassList=$lock/classes" "$@"
