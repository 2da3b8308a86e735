package dev.modeldock.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Foreign JSON, either token by token or, when it is small, as a tree. */
final class ForeignJson {
    private static final int MAX_TEXT = 100_000;

    // Names are not kept: they would stay in the parser's tables. A text that is only passed over has no bound.
    private static final JsonFactory STREAMS = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_TEXT)
                    .build())
            .build();

    /** Python writes NaN and Infinity into configurations. */
    private static final JsonMapper TREES = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private ForeignJson() {}

    /** Read token by token. Java decodes the bytes: it is strict about UTF-8 and guesses no other encoding. */
    static JsonParser stream(InputStream in) throws IOException {
        return STREAMS.createParser(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /** Read a small file whole. */
    static JsonNode tree(byte[] bytes) throws Malformed {
        try {
            return TREES.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new Malformed("it is not JSON: " + oneLine(e));
        } catch (IOException e) {
            throw new Malformed("it is not UTF-8");
        }
    }

    /** What the parser says, without the place and the source. */
    static String oneLine(JsonProcessingException e) {
        String text = e.getOriginalMessage() == null ? "it cannot be read" : e.getOriginalMessage();
        return text.lines().findFirst().orElse("it cannot be read");
    }
}
