package gmaillabels.cli;

import gmaillabels.cli.Option.Converter;
import gmaillabels.error.InvalidValueException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Options under one heading of the help, in the order of their declaration. */
abstract class OptionGroup {
  final Environment environment;
  final String heading;
  final List<Option<?>> options = new ArrayList<>();

  OptionGroup(Environment environment, String heading) {
    this.environment = environment;
    this.heading = heading;
  }

  final <T> Option<T> option(String usage, Converter<T> converter, String description) {
    Option<T> option = new Option<>(environment, usage, converter, description);
    options.add(option);
    return option;
  }

  final Option<Boolean> flag(String usage, String description) {
    return option(usage, (source, text) -> !text.equals("0"), description).byDefault(false);
  }

  final Option<Path> path(String usage, String description) {
    return option(usage, Environment::path, description);
  }

  /** An option whose value is one of the constants. */
  final <E extends Enum<E>> Option<E> choice(String usage, Class<E> type, String description) {
    List<String> words = words(type);
    Converter<E> converter =
        (source, text) ->
            constant(type, text)
                .orElseThrow(
                    () -> new InvalidValueException("must be one of " + String.join(", ", words)));
    return option(usage, converter, description).withWords(words);
  }

  /** The constants as they are written on the command line. */
  static List<String> words(Class<? extends Enum<?>> type) {
    List<String> words = new ArrayList<>();
    for (Enum<?> constant : type.getEnumConstants()) {
      words.add(word(constant));
    }
    return words;
  }

  /** The constant that is written so on the command line. */
  static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
    int index = words(type).indexOf(word);
    return index < 0 ? Optional.empty() : Optional.of(type.getEnumConstants()[index]);
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
