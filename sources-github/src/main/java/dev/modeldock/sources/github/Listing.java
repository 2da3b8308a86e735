package dev.modeldock.sources.github;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the API's answer for a whole tree, line by line. */
final class Listing {
    private static final int MOST_ENTRIES = 400_000;

    private final List<TreeEntry> entries = new ArrayList<>();
    private boolean truncated;

    private Listing() {}

    /**
     * The entries, or empty when they are not all of them.
     *
     * @throws IOException when it is no such answer
     */
    static Optional<List<TreeEntry>> read(InputStream body) throws IOException {
        Listing listing = new Listing();
        try (JsonParser parser = ApiAnswer.JSON.getFactory().createParser(body)) {
            listing.read(parser);
        }
        return listing.truncated ? Optional.empty() : Optional.of(listing.entries);
    }

    private void read(JsonParser parser) throws IOException {
        require(parser.nextToken() == JsonToken.START_OBJECT);
        boolean listed = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("tree") && value == JsonToken.START_ARRAY) {
                listed = true;
                entries(parser);
            } else if (name.equals("truncated")) {
                truncated = value != JsonToken.VALUE_FALSE;
            } else {
                parser.skipChildren();
            }
        }
        require(listed);
    }

    private void entries(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            require(entries.size() < MOST_ENTRIES);
            entries.add(entry(parser));
        }
    }

    private static TreeEntry entry(JsonParser parser) throws IOException {
        String path = "";
        String mode = "";
        String sha = "";
        long size = RemoteFile.UNKNOWN;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "path" -> path = parser.getValueAsString("");
                case "mode" -> mode = parser.getValueAsString("");
                case "sha" -> sha = parser.getValueAsString("");
                case "size" -> size = value == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : size;
                default -> parser.skipChildren();
            }
        }
        return new TreeEntry(path, mode, size, sha);
    }

    private static void require(boolean expected) throws IOException {
        if (!expected) {
            throw new IOException("The answer is no list of files");
        }
    }
}
