package dev.modeldock.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a definition file: RFC 8259 to the letter, and RFC 7493 (I-JSON) in that it is UTF-8 and has no name twice and no
 * character that is none. Numbers keep every digit. All that it holds in memory is bounded by the constants here and by {@link DefinitionFile#mostBytes}.
 */
final class DefinitionReader {
    /** How deep objects and arrays lie in each other, the document itself being 1. */
    static final int MOST_DEPTH = 200;
    /** The most values of a file, objects and arrays among them: each costs more memory than its bytes. */
    static final int MOST_VALUES = 200_000;
    /** The most UTF-16 units of a text. */
    static final int LONGEST_TEXT = 4 << 20;
    /** The most UTF-16 units of a name. */
    static final int LONGEST_NAME = 50_000;
    /** The most characters of a number, as it came and as it is written again. */
    static final int LONGEST_NUMBER = 1_000;
    /** The power of ten of the largest number; minus this, that of the smallest. */
    static final int LARGEST_EXPONENT = 10_000;

    // What the tree looks at itself is let through one further here. Names are not kept beyond the file.
    private static final JsonFactory PARSERS = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_DEPTH + 1)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private DefinitionReader() {}

    /**
     * Read one file, and note in {@code faults} all that is wrong up to where it cannot be read further.
     *
     * @return the document, when nothing was wrong
     * @throws IOException when the stream itself fails
     */
    static Optional<ObjectNode> read(DefinitionFile file, InputStream in, Faults faults) throws IOException {
        int before = faults.count();
        ObjectNode document = null;
        try (JsonParser parser = PARSERS.createParser(new StrictUtf8(in, file.mostBytes()))) {
            TreeReader tree = new TreeReader(parser, (place, message) -> faults.add(file, place, message));
            try {
                document = tree.read();
            } catch (Unreadable e) {
                faults.add(file, tree.place(false), e.getMessage());
            } catch (JsonProcessingException e) {
                faults.add(
                        file, tree.place(e instanceof JsonEOFException), Complaint.about(e, parser.currentLocation()));
            }
        }
        return faults.count() == before ? Optional.ofNullable(document) : Optional.empty();
    }
}
