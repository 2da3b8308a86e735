package dev.modeldock.plugins;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Field;
import dev.modeldock.spi.Request;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes requests to sources from what a client sent, by what the source's fields say. */
public final class Requests {
    /** The longest value of a field, in characters. */
    public static final int LONGEST_VALUE = 4096;

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?");
    private static final Pattern FLAG = Pattern.compile("true|false");

    private Requests() {}

    /**
     * Check the values and fill in defaults. Values without a field are left out; a blank value counts as missing.
     *
     * @param values by field name; for an upload the name that the client gave the file, which may be missing
     * @param uploads by field name, where the uploaded files are staged
     * @throws DockException {@code VALIDATION_ERROR} that tells every field at fault, in {@code details.fields} too
     */
    public static Request of(List<Field> fields, Map<String, String> values, Map<String, Path> uploads) {
        Map<String, String> taken = new HashMap<>();
        Map<String, Path> files = new HashMap<>();
        Map<String, Object> faults = new TreeMap<>();
        for (Field field : fields) {
            String name = field.name();
            Optional<String> sent = Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
            Optional<String> fault = fault(field, sent, uploads);
            fault.ifPresent(why -> faults.put(name, why));
            sent.or(() -> Optional.of(field.defaultValue()).filter(value -> !value.isEmpty()))
                    .ifPresent(value -> taken.put(name, value));
            if (uploads.containsKey(name)) {
                files.put(name, uploads.get(name));
            }
        }
        if (!faults.isEmpty()) {
            throw refusal(faults);
        }
        return new Request(taken, files);
    }

    private static Optional<String> fault(Field field, Optional<String> sent, Map<String, Path> uploads) {
        boolean uploaded = uploads.containsKey(field.name());
        if (field.type() != Field.Type.UPLOAD && uploaded) {
            return Optional.of("is a " + word(field.type()) + " and was sent as a file");
        }
        if (field.type() == Field.Type.UPLOAD && sent.isPresent() && !uploaded) {
            return Optional.of("is a file and was sent as text; send it as a part of multipart/form-data");
        }
        boolean missing = field.type() == Field.Type.UPLOAD
                ? !uploaded
                : sent.isEmpty() && field.defaultValue().isEmpty();
        if (missing) {
            return field.required() ? Optional.of("is required and missing") : Optional.empty();
        }
        return sent.flatMap(value -> fault(field, value));
    }

    /** What is wrong with a value of a field. Never quotes the value of a secret. */
    static Optional<String> fault(Field field, String value) {
        if (value.length() > LONGEST_VALUE) {
            return Optional.of("has " + value.length() + " characters where at most " + LONGEST_VALUE + " are taken");
        }
        String shown = field.secret() ? "a value" : "'" + Faults.shown(value) + "'";
        return switch (field.type()) {
            case NUMBER ->
                NUMBER.matcher(value).matches()
                        ? Optional.empty()
                        : Optional.of("is a number such as 12 or 0.5 and was sent as " + shown);
            case FLAG ->
                FLAG.matcher(value).matches()
                        ? Optional.empty()
                        : Optional.of("is true or false and was sent as " + shown);
            case TEXT, UPLOAD ->
                value.chars().noneMatch(Character::isISOControl)
                        ? Optional.empty()
                        : Optional.of("has a control character in it; send one line of plain text");
        };
    }

    private static DockException refusal(Map<String, Object> faults) {
        StringBuilder sentence = new StringBuilder();
        faults.forEach((name, fault) -> sentence.append(sentence.isEmpty() ? "The field '" : "; the field '")
                .append(name)
                .append("' ")
                .append(fault));
        return new DockException(Problem.VALIDATION_ERROR, sentence.append('.').toString(), Map.of("fields", faults));
    }

    private static String word(Field.Type type) {
        return switch (type) {
            case TEXT -> "text";
            case NUMBER -> "number";
            case FLAG -> "flag";
            case UPLOAD -> "file";
        };
    }
}
