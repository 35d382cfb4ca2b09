package gmaillabels.cli;

import gmaillabels.error.InvalidValueException;
import gmaillabels.error.UsageProblems;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An option: how it is written, what it takes, what the help says, and its value in this run, from
 * the command line or else from a variable. A variable is converted when the value is asked for, so
 * that one that a run does not use cannot make it fail.
 */
final class Option<T> {
  /** Makes a value of a text; the source is the name of the option or of the variable. */
  interface Converter<T> {
    T convert(String source, String text) throws InvalidValueException;
  }

  final List<String> names;

  /** What stands for the value in the help; empty for a flag. */
  final String label;

  /** The commands that use it, besides those that accept and ignore it. */
  final Set<Command> commands = EnumSet.of(Command.LIST);

  String description;

  /** The words that help and completion offer. */
  List<String> words = List.of();

  private final Environment environment;
  private final Converter<T> converter;
  private final List<T> given = new ArrayList<>();
  private String variable = "";
  private Optional<T> byDefault = Optional.empty();

  /** The usage is as in {@code -f, --format=FORMAT}; a flag's ends with its name. */
  Option(Environment environment, String usage, Converter<T> converter, String description) {
    String[] parts = usage.split("=", 2);
    this.names = List.of(parts[0].split(", "));
    this.label = parts.length == 1 ? "" : parts[1];
    this.environment = environment;
    this.converter = converter;
    this.description = description;
  }

  Option<T> orVariable(String name) {
    variable = name;
    description += " Variable: " + name + ".";
    return this;
  }

  Option<T> byDefault(T value) {
    byDefault = Optional.of(value);
    if (!isFlag()) {
      description += " Default: " + value.toString().toLowerCase(Locale.ROOT) + ".";
    }
    return this;
  }

  Option<T> alsoFor(Command... others) {
    commands.addAll(List.of(others));
    return this;
  }

  Option<T> withWords(List<String> offered) {
    words = offered;
    return this;
  }

  /** The long name, for messages. */
  String name() {
    return names.get(names.size() - 1);
  }

  boolean isFlag() {
    return label.isEmpty();
  }

  /** Takes what the command line says. */
  void give(String text) {
    given.add(convert(name(), text));
  }

  boolean isGiven() {
    return !given.isEmpty();
  }

  /** All that was given, for an option that may be repeated. */
  List<T> values() {
    return given;
  }

  /** What was given last, else what the variable or the default says. */
  Optional<T> value() {
    if (isGiven()) {
      return Optional.of(given.get(given.size() - 1));
    }
    Optional<String> text = environment.variable(variable);
    return text.isPresent() ? Optional.of(convert(variable, text.get())) : byDefault;
  }

  /** The value of an option that has a default. */
  T get() {
    return value().orElseThrow();
  }

  private T convert(String source, String text) {
    if (text.isEmpty()) {
      throw UsageProblems.invalidOption(source, "needs a value");
    }
    try {
      return converter.convert(source, text);
    } catch (InvalidValueException e) {
      throw UsageProblems.invalidOption(source, e.getMessage() + ": '" + text + "'");
    }
  }
}
