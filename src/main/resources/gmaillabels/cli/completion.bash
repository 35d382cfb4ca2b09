function _complete_gmail-labels() {
  local -a COMP_WORDS=("${COMP_WORDS[@]}")
  local COMP_CWORD=$COMP_CWORD
  local word="${COMP_WORDS[COMP_CWORD]}"
  local before=
  if [ "$word" = "=" ]; then
    COMP_WORDS[COMP_CWORD]=""
  elif [ "${COMP_WORDS[COMP_CWORD-1]}" = "=" ]; then
    COMP_WORDS=("${COMP_WORDS[@]:0:$((COMP_CWORD - 1))}" "$word")
    COMP_CWORD=$((COMP_CWORD - 1))
  elif [ "${word#--*=}" != "$word" ]; then
    before="${word%%=*}="
    COMP_WORDS=("${COMP_WORDS[@]:0:$COMP_CWORD}" "${word%%=*}" "${word#*=}")
    COMP_CWORD=$((COMP_CWORD + 1))
  fi
  _complete_gmail-labels_words
  COMPREPLY=("${COMPREPLY[@]/#/$before}")
}

