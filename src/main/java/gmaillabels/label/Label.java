package gmaillabels.label;

/**
 * A Gmail label.
 *
 * @param name byte for byte what Gmail has; never empty
 */
public record Label(String name) {}
