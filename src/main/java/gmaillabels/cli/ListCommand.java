package gmaillabels.cli;

import gmaillabels.auth.Session;
import gmaillabels.gmail.LabelsClient;
import gmaillabels.label.Label;
import java.util.List;
import java.util.function.Supplier;

record ListCommand(
    ListOptions options, Supplier<Session> sessions, LabelsClient gmail, Console console) {
  void run() {
    Session session = sessions.get();
    List<Label> labels = options.filter().apply(gmail.list(session, options.fields()));
    if (options.needsCounts()) {
      labels = gmail.withCounts(session, labels);
    }
    List<Label> listed = options.sort().apply(options.unreadOnly(labels));
    if (listed.isEmpty()) {
      console.info("No labels found.");
    }
    console.print(out -> options.format().write(listed, out));
  }
}
