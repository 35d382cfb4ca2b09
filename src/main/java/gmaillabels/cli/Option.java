package gmaillabels.cli;

import gmaillabels.error.CliException;
import gmaillabels.error.InvalidValueException;
import gmaillabels.error.UsageProblems;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An option: its names, its description for the help, and its value in this run, which comes from
 * the command line, else from a variable, else from a default. A variable is converted only when
 * the value is used, so that a run never fails because of a variable that it does not need.
 */
final class Option<T> {
  /** Converts a text; the source is the option or variable that has it, for messages. */
  interface Converter<T> {
    T convert(String source, String text);
  }

  final List<String> names;

  /** The placeholder for the value in the help; empty for a flag. */
  final String label;

  /** The commands whose help shows it. */
  final Set<Command> commands = EnumSet.of(Command.LIST);

  String description;

  /** The words that help and completion offer. */
  List<String> words = List.of();

  private final Environment environment;
  private final Converter<T> converter;
  private final List<T> given = new ArrayList<>();
  private String variable = "";
  private Optional<T> byDefault = Optional.empty();

  /** The usage is {@code -f --format=FORMAT}, for example, or {@code -v --verbose} for a flag. */
  Option(Environment environment, String usage, Converter<T> converter, String description) {
    String[] parts = usage.split("=", 2);
    this.names = List.of(parts[0].split(" "));
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

  /** Sets the value from the command line. */
  void give(String text) {
    given.add(convert(name(), text));
  }

  boolean isGiven() {
    return !given.isEmpty();
  }

  /** The option or variable that the value comes from, if it is not the default. */
  String source() {
    return isGiven() ? name() : variable;
  }

  /** The value as text for a command line; empty if it is the default or invalid. */
  Optional<String> text() {
    boolean isDefault = !isGiven() && environment.variable(variable).isEmpty();
    try {
      return value().filter(value -> !isDefault).map(Object::toString);
    } catch (CliException e) {
      return Optional.empty();
    }
  }

  /** All values from the command line, of an option that may be repeated. */
  List<T> values() {
    return given;
  }

  /** The last value from the command line, else the variable, else the default. */
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
