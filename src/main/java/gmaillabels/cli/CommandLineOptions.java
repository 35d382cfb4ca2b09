package gmaillabels.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for: a command line, parsed, with the environment behind it. An option counts
 * wherever it stands, before or after the command; of several values the last one counts.
 */
record CommandLineOptions(Environment environment, Command command, Map<Option<?>, Object> given) {
  boolean has(Option<Boolean> flag) {
    return value(flag).orElse(false);
  }

  <T> Optional<T> value(Option<T> option) {
    Object value = given.get(option);
    Optional<String> variable = environment.variable(option.variable());
    if (value == null && variable.isPresent()) {
      value = option.convert(option.variable(), variable.get());
    }
    return Optional.ofNullable(option.type().cast(value));
  }

  /** The given options that belong to a sign-in too, as they would be typed again. */
  List<String> loginOptions() {
    return Option.OF_LOGIN.stream()
        .filter(given::containsKey)
        .map(o -> o.type() == Boolean.class ? o.name() : o.name() + "=" + given.get(o))
        .toList();
  }
}
