package gmaillabels.label;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chooses labels by type and name; a name has to match one of the patterns, if there are any. */
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
