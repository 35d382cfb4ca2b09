package gmaillabels.sandbox;

/** An OAuth client of the kind that Google's console makes for a desktop app. */
public record SandboxClient(String id, String secret) {}
