package dev.modeldock.hub.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.modeldock.files.SafePaths;
import dev.modeldock.hub.LargeFiles;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a commit as it comes: JSON objects one after the other, {@code {"key": …, "value": {…}}}, the header first. One line
 * is in memory at a time, and the bytes of a small file are decoded while they are read. Everything is bounded.
 */
public final class CommitReader implements AutoCloseable {
    /** The most lines of a commit beside its header. */
    public static final int MOST_CHANGES = 50_000;

    static final int LONGEST_TITLE = 1_000;
    static final int LONGEST_MESSAGE = 65_536;
    private static final int LONGEST_REVISION = 200;
    private static final int LONGEST_TEXT = 100_000;
    private static final int MAX_DEPTH = 8;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(100)
                    .maxNumberLength(40)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser parser;
    private int lines;

    public CommitReader(InputStream body) throws IOException {
        this.parser = JSON.createParser(new LimitedBody(body));
    }

    /**
     * The next line; empty at the end.
     *
     * @throws DockException {@code VALIDATION_ERROR} or {@code TOO_LARGE} that says what is wrong with which line
     */
    public Optional<CommitLine> next() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == null) {
                if (lines == 0) {
                    throw new DockException(
                            Problem.VALIDATION_ERROR,
                            "The commit is empty; expected is a line {\"key\": \"header\", …} and then one for each change.");
                }
                return Optional.empty();
            }
            lines++;
            if (token != JsonToken.START_OBJECT) {
                throw refused("is no JSON object");
            }
            if (lines > MOST_CHANGES + 1) {
                throw new DockException(
                        Problem.TOO_LARGE,
                        "The commit has more than " + MOST_CHANGES + " changes. Make several commits of it.");
            }
            return Optional.of(line());
        } catch (JsonProcessingException e) {
            throw refused("is no JSON object that can be taken: "
                    + e.getOriginalMessage().replaceAll("\\p{Cntrl}", "?"));
        }
    }

    private CommitLine line() throws IOException {
        String key = "";
        LineFields fields = null;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals("key") && token == JsonToken.VALUE_STRING) {
                key = text();
            } else if (name.equals("value") && token == JsonToken.START_OBJECT) {
                fields = value();
            } else {
                parser.skipChildren();
            }
        }
        if (fields == null) {
            throw refused("has no \"value\" that is an object");
        }
        if (key.equals("header") != (lines == 1)) {
            throw refused(lines == 1 ? "is no header, which comes first" : "is a second header");
        }
        return line(key, fields);
    }

    private LineFields value() throws IOException {
        LineFields fields = new LineFields(this::refused);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken token = parser.nextToken();
            if (name.equals("content") && token == JsonToken.VALUE_STRING) {
                fields.content(content());
            } else if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
                fields.put(name, text());
            } else {
                parser.skipChildren();
            }
        }
        return fields;
    }

    private CommitLine line(String key, LineFields fields) {
        return switch (key) {
            case "header" -> header(fields);
            case "file" -> fields.has("oldPath") && !fields.hasContent() ? moved(fields) : small(fields);
            case "lfsFile" -> fields.has("oldPath") && !fields.has("oid") ? moved(fields) : large(fields);
            case "copyFile" ->
                new CommitLine.Copy(path(fields, "path"), path(fields, "srcPath"), revision(fields), false);
            case "deletedFile" -> new CommitLine.DeletedFile(path(fields, "path"));
            case "deletedFolder" -> new CommitLine.DeletedFolder(path(fields, "path"));
            default ->
                throw refused("has the key \"" + shown(key)
                        + "\"; expected is file, lfsFile, copyFile, deletedFile or deletedFolder");
        };
    }

    /** Each line is kept until the commit is made, so what it names has a bound. */
    private Optional<String> revision(LineFields fields) {
        Optional<String> revision = fields.optional("srcRevision");
        if (revision.filter(text -> text.length() > LONGEST_REVISION).isPresent()) {
            throw refused("has a srcRevision of " + revision.get().length() + " characters; expected are "
                    + LONGEST_REVISION + " at most");
        }
        return revision;
    }

    private CommitLine header(LineFields fields) {
        String title = fields.optional("summary").orElse("").strip();
        String message = fields.optional("description").orElse("");
        if (title.length() > LONGEST_TITLE || message.length() > LONGEST_MESSAGE) {
            throw refused("has a summary of " + title.length() + " characters and a description of " + message.length()
                    + "; expected are " + LONGEST_TITLE + " and " + LONGEST_MESSAGE + " at most");
        }
        Optional<String> parent = fields.optional("parentCommit");
        if (parent.filter(commit -> !commit.matches("[0-9a-f]{7,40}")).isPresent()) {
            throw refused("has a parentCommit that is no commit: expected are 7 to 40 hexadecimal digits");
        }
        return new CommitLine.Header(title, message, parent);
    }

    private CommitLine small(LineFields fields) {
        if (!fields.optional("encoding").orElse("").equals("base64")) {
            throw refused("is a file in the encoding \""
                    + shown(fields.optional("encoding").orElse("")) + "\"; expected is base64");
        }
        return new CommitLine.SmallFile(path(fields, "path"), fields.content());
    }

    private CommitLine large(LineFields fields) {
        String oid = fields.required("oid");
        if (!oid.matches("[0-9a-f]{64}")
                || !fields.optional("algo").orElse("sha256").equals("sha256")) {
            throw refused("names a large file by something else than its SHA-256 in 64 hexadecimal digits");
        }
        return new CommitLine.LargeFile(path(fields, "path"), oid, fields.number("size"));
    }

    private CommitLine moved(LineFields fields) {
        return new CommitLine.Copy(path(fields, "path"), path(fields, "oldPath"), Optional.empty(), true);
    }

    /** A path that can be kept. Some clients write a slash in front, or behind a folder. */
    private String path(LineFields fields, String name) {
        String given = fields.required(name);
        String bare = given.startsWith("/") ? given.substring(1) : given;
        try {
            return SafePaths.check(
                    bare.endsWith("/") && bare.length() > 1 ? bare.substring(0, bare.length() - 1) : bare);
        } catch (DockException e) {
            throw new DockException(Problem.VALIDATION_ERROR, e.getMessage(), Map.of("line", lines), e);
        }
    }

    private String text() throws IOException {
        if (parser.getTextLength() > LONGEST_TEXT) {
            throw refused("has a text of more than " + LONGEST_TEXT + " characters");
        }
        return parser.getText();
    }

    private byte[] content() throws IOException {
        SmallContent content = new SmallContent();
        try {
            parser.readBinaryValue(content);
        } catch (IllegalArgumentException e) {
            throw refused("holds a content that is no base64");
        }
        return content.toByteArray();
    }

    /** Refuses to grow beyond what a client may send within a commit. */
    private final class SmallContent extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (size() + length > LargeFiles.LARGE) {
                throw new DockException(
                        Problem.TOO_LARGE,
                        "Line " + lines + " of the commit holds a file of more than " + LargeFiles.LARGE
                                + " bytes. Send its bytes as those of a large file before, and name it as lfsFile.");
            }
            super.write(bytes, offset, length);
        }
    }

    private DockException refused(String fault) {
        return new DockException(Problem.VALIDATION_ERROR, "Line " + lines + " of the commit " + fault + ".");
    }

    private static String shown(String text) {
        String flat = text.replaceAll("\\p{Cntrl}", "?");
        return flat.length() > 80 ? flat.substring(0, 80) + "…" : flat;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
