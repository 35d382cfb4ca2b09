package gmaillabels.label;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which labels to show, by what needs no counts; of several patterns, one match is enough. */
public record LabelFilter(Optional<String> type, List<Pattern> patterns) {
  public List<Label> apply(List<Label> labels) {
    return labels.stream()
        .filter(label -> type.isEmpty() || type.equals(label.type()))
        .filter(
            label ->
                patterns.isEmpty()
                    || patterns.stream().anyMatch(p -> p.matcher(label.name()).find()))
        .toList();
  }
}
