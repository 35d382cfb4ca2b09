package gmaillabels.label;

import gmaillabels.error.LabelProblems;
import gmaillabels.error.UsageProblems;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Chooses the labels of a type, and of these the ones that any of the names, ids and patterns
 * matches; without names, ids and patterns, all. Names are compared in Unicode form NFC, because
 * macOS and some keyboards write another form; names and patterns must be {@link #normalized}.
 */
public record LabelFilter(
    Optional<String> type, List<String> names, List<String> ids, List<Pattern> patterns) {
  public static String normalized(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  public List<Label> apply(List<Label> labels) {
    return labels.stream()
        .filter(label -> type.isEmpty() || type.equals(label.type()))
        .filter(this::picks)
        .toList();
  }

  private boolean picks(Label label) {
    if (names.isEmpty() && ids.isEmpty() && patterns.isEmpty()) {
      return true;
    }
    String name = normalized(label.name());
    return ids.contains(label.id())
        || names.contains(name)
        || patterns.stream().anyMatch(pattern -> isIn(name, pattern));
  }

  private static boolean isIn(String normalizedName, Pattern pattern) {
    try {
      return pattern.matcher(normalizedName).find();
    } catch (StackOverflowError e) {
      // Java's matcher calls itself for each repetition of a group.
      throw UsageProblems.patternTooComplex(pattern.pattern());
    }
  }

  /** A message for each name and id that no label has, not even one of another type. */
  public List<String> missing(List<Label> labels) {
    if (names.isEmpty() && ids.isEmpty()) {
      // A run without names and ids need not normalize every name.
      return List.of();
    }
    List<String> allNames = labels.stream().map(label -> normalized(label.name())).toList();
    List<String> allIds = labels.stream().map(Label::id).toList();
    return Stream.concat(
            missing(names, allNames, LabelProblems::noName),
            missing(ids, allIds, LabelProblems::noId))
        .toList();
  }

  private static Stream<String> missing(
      List<String> wanted,
      List<String> existing,
      BiFunction<String, Optional<String>, String> message) {
    return wanted.stream()
        .distinct()
        .filter(text -> !existing.contains(text))
        .map(text -> message.apply(text, similar(text, existing)));
  }

  /** The same text in another case, else a nested label with this last part. */
  private static Optional<String> similar(String text, List<String> existing) {
    String end = "/" + text.toLowerCase(Locale.ROOT);
    return existing.stream()
        .filter(text::equalsIgnoreCase)
        .findFirst()
        .or(
            () ->
                existing.stream()
                    .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(end))
                    .findFirst());
  }
}
