package dev.modeldock.formats;

import static dev.modeldock.formats.SafetensorsHeader.expect;
import static dev.modeldock.formats.SafetensorsHeader.quote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import java.util.TreeSet;

/** Reads which shards a {@code *.index.json} spreads its tensors over. */
final class WeightIndex {
    private static final long MAX_SIZE = 100_000_000;
    private static final int MAX_SHARDS = 10_000;

    private WeightIndex() {}

    /** The names of the shards; empty when it has no {@code weight_map}. */
    static Set<String> shards(Region file) throws IOException {
        expect(file.size() <= MAX_SIZE, "it has " + file.size() + " bytes; " + MAX_SIZE + " at most");
        try (JsonParser parser = ForeignJson.stream(file.stream())) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, "it is no JSON object");
            Set<String> shards = new TreeSet<>();
            boolean seen = false;
            String field;
            while ((field = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                if (field.equals("weight_map")) {
                    expect(!seen, "weight_map is there twice");
                    expect(value == JsonToken.START_OBJECT, "weight_map is no object");
                    seen = true;
                    weightMap(parser, shards);
                    expect(!shards.isEmpty(), "weight_map is empty");
                } else {
                    parser.skipChildren();
                }
            }
            expect(parser.nextToken() == null, "something follows its JSON object");
            return shards;
        } catch (JsonProcessingException e) {
            throw new Malformed("it is not JSON: " + ForeignJson.oneLine(e));
        } catch (CharacterCodingException e) {
            throw new Malformed("it is not UTF-8");
        }
    }

    private static void weightMap(JsonParser parser, Set<String> shards) throws IOException {
        LongSet tensors = new LongSet();
        String tensor;
        while ((tensor = parser.nextFieldName()) != null) {
            expect(tensors.add(tensor), "the tensor " + quote(tensor) + " is in weight_map twice");
            expect(
                    parser.nextToken() == JsonToken.VALUE_STRING && parser.getTextLength() <= 255,
                    "the shard of " + quote(tensor) + " is no file name");
            String shard = parser.getText();
            boolean plain = !shard.isEmpty() && !shard.matches(".*[/\\\\\\p{Cntrl}].*|\\.\\.?");
            expect(plain, "the shard " + quote(shard) + " of " + quote(tensor) + " is no plain file name");
            shards.add(shard);
            expect(shards.size() <= MAX_SHARDS, "it names more than " + MAX_SHARDS + " shards");
        }
    }
}
