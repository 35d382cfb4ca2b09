package gmaillabels.cli;

import gmaillabels.cli.Option.Fields;
import gmaillabels.cli.Option.Format;
import gmaillabels.cli.Option.When;
import gmaillabels.error.UsageProblems;
import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import gmaillabels.label.LabelFilter;
import gmaillabels.label.SortKey;
import gmaillabels.output.CsvFormat;
import gmaillabels.output.JsonFormat;
import gmaillabels.output.LabelFormat;
import gmaillabels.output.PlainFormat;
import gmaillabels.output.TableFormat;
import gmaillabels.output.TerminalText;
import gmaillabels.output.TreeFormat;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which labels to list, and how; the fields are those to choose, sort and show them by. */
record ListOptions(
    Set<LabelField> fields, LabelFilter filter, boolean unread, SortKey sort, LabelFormat format) {
  static ListOptions of(CommandLineOptions options, IoStreams streams) {
    Format format = options.value(Option.FORMAT).orElse(Format.PLAIN);
    Optional<String> type =
        options.value(Option.TYPE).filter(chosen -> chosen != Option.Type.ALL).map(Option::word);
    SortKey sort = options.value(Option.SORT).orElse(SortKey.GMAIL);
    boolean counts = options.has(Option.COUNTS);
    if (format != Format.PLAIN && options.has(Option.NULL)) {
      throw UsageProblems.invalidOption("--null", "is for --format=plain only");
    }
    if (format == Format.TREE && options.value(Option.FIELDS).isPresent()) {
      throw UsageProblems.invalidOption("--fields", "is not for --format=tree, which shows names");
    }
    List<LabelField> fields = options.value(Option.FIELDS).map(Fields::list).orElse(usual(format));
    List<LabelField> shown =
        counts
            ? Stream.concat(fields.stream(), LabelField.COUNTS.stream()).distinct().toList()
            : fields;
    boolean colored = format == Format.TABLE && isColored(options, streams);
    UnaryOperator<String> escape =
        streams.outIsTerminal() ? TerminalText::escape : UnaryOperator.identity();
    Set<LabelField> needed = EnumSet.copyOf(shown);
    if (type.isPresent()) {
      needed.add(LabelField.TYPE);
    }
    if (colored) {
      needed.add(LabelField.COLOR);
    }
    if (options.has(Option.UNREAD) || sort.needsCounts()) {
      needed.addAll(LabelField.COUNTS);
    }
    if (!Collections.disjoint(needed, LabelField.COUNTS)) {
      needed.add(LabelField.ID);
    }
    return new ListOptions(
        needed,
        new LabelFilter(type, List.of(options.value(Option.MATCH).orElse(new Pattern[0]))),
        options.has(Option.UNREAD),
        sort,
        switch (format) {
          case PLAIN -> new PlainFormat(shown, options.has(Option.NULL) ? '\0' : '\n', escape);
          case TABLE -> new TableFormat(shown, colored, escape);
          case TREE -> new TreeFormat(counts, escape);
          case JSON -> new JsonFormat(shown, escape);
          case CSV -> new CsvFormat(shown, escape);
        });
  }

  boolean needsCounts() {
    return !Collections.disjoint(fields, LabelField.COUNTS);
  }

  List<Label> unreadOnly(List<Label> labels) {
    return unread ? labels.stream().filter(Label::hasUnread).toList() : labels;
  }

  private static List<LabelField> usual(Format format) {
    return switch (format) {
      case PLAIN, TREE -> List.of(LabelField.NAME);
      case TABLE -> List.of(LabelField.NAME, LabelField.TYPE);
      case CSV -> List.of(LabelField.ID, LabelField.NAME, LabelField.TYPE);
      case JSON -> List.copyOf(EnumSet.complementOf(EnumSet.copyOf(LabelField.COUNTS)));
    };
  }

  private static boolean isColored(CommandLineOptions options, IoStreams streams) {
    When when = options.value(Option.COLOR).orElse(When.AUTO);
    return when == When.ALWAYS
        || when == When.AUTO
            && streams.outIsTerminal()
            && options.environment().variable("NO_COLOR").isEmpty()
            && !options.environment().variable("TERM").equals(Optional.of("dumb"));
  }
}
