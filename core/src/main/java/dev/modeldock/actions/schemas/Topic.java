package dev.modeldock.actions.schemas;

/**
 * What a schema is of.
 *
 * @param owner the architecture, or the type of the dataset, in its canonical spelling
 * @param action the action
 * @param format the format of the dataset; empty for a model
 */
public record Topic(String owner, String action, String format) {
    /** An action on a model of an architecture. */
    public static Topic model(String architecture, String action) {
        return new Topic(architecture, action, "");
    }

    /** An action on a dataset. */
    public static Topic dataset(String type, String format, String action) {
        return new Topic(type, action, format);
    }
}
