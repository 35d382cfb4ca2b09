package gmaillabels.cli;

import gmaillabels.auth.Scope;
import gmaillabels.cli.Option.Fields;
import gmaillabels.cli.Option.Format;
import gmaillabels.cli.Option.Type;
import gmaillabels.cli.Option.When;
import gmaillabels.error.Problem;
import gmaillabels.label.LabelField;
import gmaillabels.label.SortKey;
import gmaillabels.output.TerminalText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line as a picocli model. It is built by hand, because reading it off annotations
 * takes longer than all the rest of the parsing; the words of the help are a resource, read only
 * for the help.
 */
final class CommandLineModel {
  private static final List<String> FIELD_NAMES =
      Stream.of(LabelField.values()).map(LabelField::gmailName).toList();

  private CommandLineModel() {}

  /** The options, under the headings of the help. */
  static Map<String, List<OptionSpec>> options() {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    groups.put(
        "listing",
        build(
            ScopeType.LOCAL,
            choice(Option.FORMAT, "FORMAT", Format.values(), "-f"),
            value(Option.FIELDS, "F,...", CommandLineModel::fields)
                .completionCandidates(FIELD_NAMES),
            flag(Option.COUNTS),
            flag(Option.NULL, "-0"),
            choice(Option.TYPE, "TYPE", Type.values(), "-t"),
            value(Option.MATCH, "REGEX", CommandLineModel::pattern, "-m"),
            flag(Option.UNREAD),
            choice(Option.SORT, "KEY", SortKey.values(), "-s"),
            choice(Option.COLOR, "WHEN", When.values())));
    groups.put(
        "files",
        build(
            ScopeType.INHERIT,
            value(Option.CREDENTIALS, "FILE", CommandLineModel::path),
            value(Option.TOKENS, "DIR", CommandLineModel::path),
            value(Option.ACCOUNT, "NAME", CommandLineModel::account, "-a")));
    groups.put(
        "sign-in",
        build(
            ScopeType.INHERIT,
            choice(Option.SCOPE, "SCOPE", Scope.values()),
            flag(Option.NO_BROWSER),
            value(Option.PORT, "N", number(65535)),
            value(Option.LOGIN_TIMEOUT, "SECONDS", number(Integer.MAX_VALUE)),
            flag(Option.NO_INPUT)));
    groups.put(
        "general",
        build(
            ScopeType.INHERIT,
            flag(Option.VERBOSE, "-v"),
            flag(Option.HELP, "-h").usageHelp(true),
            flag(Option.VERSION, "-V").versionHelp(true)));
    return groups;
  }

  static CommandLine parser(Environment environment) {
    CommandSpec root = CommandSpec.create().name(Environment.NAME);
    options().values().forEach(group -> group.forEach(root::addOption));
    for (Command command : Command.values()) {
      if (command != Command.LIST) {
        root.addSubcommand(command.word(), CommandSpec.create());
      }
    }
    PositionalParamSpec.Builder command =
        PositionalParamSpec.builder().paramLabel("COMMAND").type(String.class).arity("0..1");
    root.subcommands()
        .get(Command.HELP.word())
        .getCommandSpec()
        .addPositional(command.completionCandidates(root.subcommands().keySet()).build());
    return new CommandLine(root.defaultValueProvider(arg -> variable(arg, environment)))
        // "@name" is an address or a label here, never a file of arguments.
        .setExpandAtFiles(false)
        // An alias in a shell may set what the command line sets again: the last one counts.
        .setOverwrittenOptionsAllowed(true)
        // A variable's value is taken as it is.
        .setInterpolateVariables(false);
  }

  /** The value of the option's variable; an error in it is reported under the variable's name. */
  private static String variable(ArgSpec arg, Environment environment) {
    Optional<Option<?>> option =
        Option.WITH_VARIABLE.stream()
            .filter(o -> arg instanceof OptionSpec spec && spec.longestName().equals(o.name()))
            .findFirst();
    String value = option.flatMap(o -> environment.variable(o.variable())).orElse(null);
    if (value == null) {
      return null;
    }
    if (option.get() == Option.NO_INPUT) {
      return value.equals("0") ? null : "true";
    }
    try {
      arg.converters()[0].convert(value);
      return value;
    } catch (Exception e) {
      String variable = option.get().variable();
      throw Problem.USAGE.with("%s %s: '%s'".formatted(variable, e.getMessage(), value));
    }
  }

  private static List<OptionSpec> build(ScopeType scope, OptionSpec.Builder... options) {
    return Stream.of(options).map(option -> option.scopeType(scope).build()).toList();
  }

  private static OptionSpec.Builder flag(Option<Boolean> option, String... shortNames) {
    return OptionSpec.builder(option.name(), shortNames).type(boolean.class).arity("0");
  }

  private static OptionSpec.Builder value(
      Option<?> option, String label, ITypeConverter<?> converter, String... shortNames) {
    ITypeConverter<?> notEmpty =
        text -> {
          if (text.isEmpty()) {
            throw new TypeConversionException("needs a value");
          }
          return converter.convert(text);
        };
    return OptionSpec.builder(option.name(), shortNames)
        .type(option.type())
        .arity("1")
        .paramLabel(label)
        .converters(notEmpty);
  }

  private static <E extends Enum<E>> OptionSpec.Builder choice(
      Option<E> option, String label, E[] constants, String... shortNames) {
    List<String> words = Stream.of(constants).map(Option::word).toList();
    ITypeConverter<E> converter =
        text -> {
          if (!words.contains(text)) {
            throw new TypeConversionException("must be one of " + String.join(", ", words));
          }
          return constants[words.indexOf(text)];
        };
    return value(option, label, converter, shortNames).completionCandidates(words);
  }

  private static ITypeConverter<Integer> number(int max) {
    return text -> {
      if (text.matches("0*[1-9]\\d{0,8}") && Integer.parseInt(text) <= max) {
        return Integer.parseInt(text);
      }
      throw new TypeConversionException("must be from 1 to " + max);
    };
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("is not a path");
    }
  }

  private static String account(String text) {
    if (!text.matches("[\\p{L}\\p{Nd}._+@-]+")) {
      throw new TypeConversionException("may have letters, digits and . _ - + @ only");
    }
    return text;
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(
          text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    } catch (PatternSyntaxException e) {
      // Some JDKs have no better words for a backslash at the end.
      String what =
          e.getDescription().equals("Unexpected internal error")
              ? "nothing follows the last backslash"
              : e.getDescription().substring(0, 1).toLowerCase(Locale.ROOT)
                  + e.getDescription().substring(1);
      int before =
          TerminalText.width(TerminalText.escape(text.substring(0, Math.max(e.getIndex(), 0))));
      throw Problem.PATTERN_INVALID.with(what, TerminalText.escape(text), " ".repeat(before));
    }
  }

  private static Fields fields(String text) {
    return new Fields(Stream.of(text.split(",", -1)).map(CommandLineModel::field).toList());
  }

  private static LabelField field(String name) {
    int index = FIELD_NAMES.indexOf(name.strip());
    if (index < 0) {
      String names = String.join(", ", FIELD_NAMES);
      throw Problem.USAGE.with("--fields has '%s', which is none of %s".formatted(name, names));
    }
    return LabelField.values()[index];
  }
}
