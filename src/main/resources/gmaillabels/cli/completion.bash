function _complete_gmail-labels() {
  # What is typed of the word in front of the cursor. Bash has cut it at =, : and @, zsh has not;
  # both expect completions of what they have of it.
  local typed="${COMP_LINE:0:$COMP_POINT}"
  typed="${typed##*[[:space:]]}"
  local last="${COMP_WORDS[COMP_CWORD]}"
  local -i start=$COMP_CWORD
  local joined="$last"
  while [ "$joined" != "$typed" ] && [ $start -gt 1 ]; do
    start=$((start - 1))
    joined="${COMP_WORDS[start]}$joined"
  done
  case "$last" in
    [=:@]) last= ;;
  esac
  local cut="${typed%"$last"}"

  # Picocli's function expects an option and its value as two words.
  local value="$typed" before=
  local -a COMP_WORDS=("${COMP_WORDS[@]:0:$start}")
  if [ "${typed#--*=}" != "$typed" ]; then
    before="${typed%%=*}="
    value="${typed#*=}"
    COMP_WORDS+=("${typed%%=*}")
  fi
  local option="${COMP_WORDS[${#COMP_WORDS[@]} - 1]}"
  if [ "$option" = "--fields" ] && [ "${value%,*}" != "$value" ]; then
    before="$before${value%,*},"
    value="${value##*,}"
  fi
  COMP_WORDS+=("$value")
  local COMP_CWORD=$((${#COMP_WORDS[@]} - 1))

  case "$option" in
    -a | --account)
      COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" accounts 2> /dev/null)" -- "$value"))
      ;;
    *)
      _complete_gmail-labels_words
      ;;
  esac
  COMPREPLY=("${COMPREPLY[@]/#/$before}")
  COMPREPLY=("${COMPREPLY[@]#"$cut"}")
}

