package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The two read-only methods of {@code users.labels}. */
final class GmailApi {

  private static final Set<String> SCOPES =
      Set.of(
          "https://mail.google.com/",
          "https://www.googleapis.com/auth/gmail.labels",
          "https://www.googleapis.com/auth/gmail.metadata",
          "https://www.googleapis.com/auth/gmail.modify",
          "https://www.googleapis.com/auth/gmail.readonly");
  private static final JsonObject LABEL_SCHEMA =
      SandboxLabel.user("id", "name").withColor("#000000", "#ffffff").full();
  private static final JsonObject LIST_SCHEMA = Json.object("labels", List.of(LABEL_SCHEMA));

  private final Grants grants;
  private volatile List<SandboxLabel> labels = SandboxLabel.mailbox();

  GmailApi(Grants grants) {
    this.grants = grants;
  }

  void labels(List<SandboxLabel> mailbox) {
    labels = List.copyOf(mailbox);
  }

  Response list(Request request) {
    return refuse(request, "caribou.api.proto.MailboxService.ListLabels")
        .orElseGet(
            () -> {
              List<JsonObject> listed = labels.stream().map(SandboxLabel::listed).toList();
              // Google leaves empty lists out.
              return answer(
                  request,
                  Json.object("labels", listed.isEmpty() ? null : Json.array(listed)),
                  LIST_SCHEMA);
            });
  }

  Response get(Request request) {
    String id = URLDecoder.decode(request.path().replaceFirst(".*/", ""), UTF_8);
    return refuse(request, "caribou.api.proto.MailboxService.GetLabel")
        .orElseGet(
            () ->
                labels.stream()
                    .filter(label -> id.equals(label.id()))
                    .findFirst()
                    .map(label -> answer(request, label.full(), LABEL_SCHEMA))
                    .orElseGet(() -> GoogleError.of(404)));
  }

  private Optional<Response> refuse(Request request, String method) {
    String authorization = request.header("authorization");
    if (!authorization.startsWith("Bearer ")) {
      return Optional.of(GoogleError.missingCredentials());
    }
    Optional<String> scope = grants.scope(authorization.substring("Bearer ".length()));
    if (scope.isEmpty()) {
      return Optional.of(GoogleError.invalidCredentials());
    }
    return Stream.of(scope.get().split(" ")).anyMatch(SCOPES::contains)
        ? Optional.empty()
        : Optional.of(GoogleError.insufficientScope(method));
  }

  private static Response answer(Request request, JsonObject json, JsonObject schema) {
    String fields = request.parameters().getOrDefault("fields", "*");
    try {
      return Response.json(200, FieldMask.parse(fields, schema).apply(json));
    } catch (FieldMask.UnknownField e) {
      return GoogleError.unknownField(fields, e.getMessage());
    }
  }
}
