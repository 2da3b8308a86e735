package dev.modeldock.spi;

/**
 * One thing that a request to a source holds.
 *
 * @param name as in the JSON body or form: {@code [a-z][a-z0-9_]*}
 * @param type how it is sent and checked
 * @param required whether a request without it is refused
 * @param defaultValue what stands for it when it is missing; may be empty
 * @param secret never logged, never shown, never kept in clear
 * @param help one line for people
 */
public record Field(String name, Type type, boolean required, String defaultValue, boolean secret, String help) {
    /** How a field is sent and checked. */
    public enum Type {
        TEXT,
        NUMBER,
        FLAG,
        /** A file sent with the request; the host stages it and {@link Request#file} tells where it lies. */
        UPLOAD
    }

    /** An optional line of text without a default; narrow it with the methods below. */
    public static Field text(String name, String help) {
        return new Field(name, Type.TEXT, false, "", false, help);
    }

    /** An optional true or false, false by default. */
    public static Field flag(String name, String help) {
        return new Field(name, Type.FLAG, false, "false", false, help);
    }

    /** An optional file sent along. */
    public static Field upload(String name, String help) {
        return new Field(name, Type.UPLOAD, false, "", false, help);
    }

    public Field asRequired() {
        return new Field(name, type, true, defaultValue, secret, help);
    }

    public Field asSecret() {
        return new Field(name, type, required, defaultValue, true, help);
    }

    public Field withDefault(String value) {
        return new Field(name, type, required, value, secret, help);
    }
}
