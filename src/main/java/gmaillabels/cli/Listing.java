package gmaillabels.cli;

import gmaillabels.auth.Scope;
import gmaillabels.failure.Failure;
import gmaillabels.label.Field;
import gmaillabels.label.LabelFilter;
import gmaillabels.label.LabelOrder;
import gmaillabels.output.CsvFormat;
import gmaillabels.output.JsonFormat;
import gmaillabels.output.LabelFormat;
import gmaillabels.output.PlainFormat;
import gmaillabels.output.TableFormat;
import gmaillabels.output.TreeFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which labels to list, and how.
 *
 * @param needed what has to be known of a label to choose, sort and show it
 * @param unreadOnly whether labels without unread messages are left out
 */
record Listing(
    Set<Field> needed,
    LabelFilter filter,
    boolean unreadOnly,
    LabelOrder order,
    LabelFormat format) {

  private enum Format {
    PLAIN,
    TABLE,
    TREE,
    JSON,
    CSV
  }

  private enum Type {
    ALL,
    SYSTEM,
    USER
  }

  private enum When {
    AUTO,
    ALWAYS,
    NEVER
  }

  private static final List<Field> COUNTS = List.copyOf(EnumSet.copyOf(Field.COUNTS));

  /**
   * Reads the options of a listing.
   *
   * @throws Failure if they cannot be meant
   */
  static Listing of(Arguments arguments, Surroundings surroundings) {
    Format format = arguments.choice(Option.FORMAT, Format.values());
    Type type = arguments.choice(Option.TYPE, Type.values());
    LabelOrder order = arguments.choice(Option.SORT, LabelOrder.values());
    When color = arguments.choice(Option.COLOR, When.values());
    boolean unreadOnly = arguments.has(Option.UNREAD);
    boolean counted = arguments.has(Option.COUNTS);
    if (format != Format.PLAIN && arguments.has(Option.NULL)) {
      throw Failure.usage("--null is for --format=plain only");
    }
    if (format == Format.TREE && arguments.value(Option.FIELDS).isPresent()) {
      throw Failure.usage("--fields is not for --format=tree, which shows names");
    }
    List<Field> fields = fields(arguments, format, counted);
    boolean colored = format == Format.TABLE && isColored(color, surroundings);
    // Asked here alone: a format is a value and must not look at the process.
    boolean escaped = surroundings.streams().outIsTerminal();
    Set<Field> needed = EnumSet.copyOf(fields);
    if (type != Type.ALL) {
      needed.add(Field.TYPE);
    }
    if (colored) {
      needed.add(Field.COLOR);
    }
    if (unreadOnly || order.needsCounts() || (format == Format.TREE && counted)) {
      needed.addAll(COUNTS);
    }
    if (!Collections.disjoint(needed, COUNTS)) {
      needed.add(Field.ID);
    }
    return new Listing(
        needed,
        new LabelFilter(
            type == Type.ALL ? Optional.empty() : Optional.of(type.name().toLowerCase(Locale.ROOT)),
            patterns(arguments.values(Option.MATCH))),
        unreadOnly,
        order,
        switch (format) {
          case PLAIN -> new PlainFormat(fields, arguments.has(Option.NULL) ? '\0' : '\n', escaped);
          case TABLE -> new TableFormat(fields, colored, escaped);
          case TREE -> new TreeFormat(counted, escaped);
          case JSON -> new JsonFormat(fields, escaped);
          case CSV -> new CsvFormat(fields, escaped);
        });
  }

  /** Whether more than the one request is necessary. */
  boolean needsCounts() {
    return !Collections.disjoint(needed, COUNTS);
  }

  private static List<Field> fields(Arguments arguments, Format format, boolean counted) {
    Optional<String> names = arguments.value(Option.FIELDS);
    List<Field> fields = new ArrayList<>(names.isPresent() ? fields(names.get()) : usual(format));
    if (counted && format != Format.PLAIN && format != Format.TREE) {
      for (Field count : COUNTS) {
        if (!fields.contains(count)) {
          fields.add(count);
        }
      }
    }
    return fields;
  }

  private static List<Field> usual(Format format) {
    return switch (format) {
      case PLAIN, TREE -> List.of(Field.NAME);
      case TABLE, CSV -> List.of(Field.ID, Field.NAME, Field.TYPE);
      case JSON ->
          List.of(
              Field.ID,
              Field.NAME,
              Field.TYPE,
              Field.MESSAGE_LIST_VISIBILITY,
              Field.LABEL_LIST_VISIBILITY,
              Field.COLOR);
    };
  }

  private static List<Field> fields(String names) {
    List<Field> fields = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      fields.add(field(name.strip()));
    }
    return fields;
  }

  private static Field field(String name) {
    for (Field field : Field.values()) {
      if (field.gmailName().equals(name)) {
        return field;
      }
    }
    throw Failure.usage(
        "--fields has '%s', which is none of %s".formatted(name, String.join(", ", fieldNames())));
  }

  private static List<String> fieldNames() {
    List<String> names = new ArrayList<>();
    for (Field field : Field.values()) {
      names.add(field.gmailName());
    }
    return names;
  }

  private static List<Pattern> patterns(List<String> expressions) {
    List<Pattern> patterns = new ArrayList<>();
    for (String expression : expressions) {
      try {
        patterns.add(
            Pattern.compile(
                expression,
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS));
      } catch (PatternSyntaxException e) {
        // Its message shows the expression with a mark under the place.
        throw Failure.usage("--match is not a regular expression: " + e.getMessage());
      }
    }
    return patterns;
  }

  private static boolean isColored(When when, Surroundings surroundings) {
    Map<String, String> variables = surroundings.variables();
    return switch (when) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          surroundings.streams().outIsTerminal()
              && variables.getOrDefault("NO_COLOR", "").isEmpty()
              && !"dumb".equals(variables.get("TERM"));
    };
  }

  /** The words that an option may have, for the completion script. */
  static List<String> words(Option option) {
    return switch (option) {
      case FORMAT -> words(Format.values());
      case TYPE -> words(Type.values());
      case SORT -> words(LabelOrder.values());
      case COLOR -> words(When.values());
      case SCOPE -> words(Scope.values());
      case FIELDS -> fieldNames();
      default -> List.of();
    };
  }

  private static List<String> words(Enum<?>[] values) {
    List<String> words = new ArrayList<>();
    for (Enum<?> value : values) {
      words.add(value.name().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
