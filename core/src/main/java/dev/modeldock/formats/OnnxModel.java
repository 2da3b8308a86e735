package dev.modeldock.formats;

import static dev.modeldock.formats.SafetensorsHeader.expect;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads what an ONNX file tells of itself (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), passing over its
 * tensors, and which files beside it hold external data.
 */
final class OnnxModel {
    private static final int MAX_TEXT = 4096;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_EXTERNAL_FILES = 10_000;

    private final ProtobufReader in;
    private final Map<String, Object> facts = new TreeMap<>();
    private final Map<String, Long> opsets = new TreeMap<>();
    private final Map<String, Long> external = new HashMap<>();
    private long nodes;
    private long initializers;
    private boolean graphSeen;

    private OnnxModel(Region file) {
        in = new ProtobufReader(new LittleEndianReader(file));
    }

    /** Walk the whole model; {@link Malformed} with the reason when it is none. */
    static OnnxModel read(Region file) throws IOException {
        OnnxModel model = new OnnxModel(file);
        model.model(file.size());
        expect(model.facts.containsKey("irVersion"), "it has no ir_version");
        expect(model.graphSeen, "it has no graph");
        return model;
    }

    /** Files with external data, relative to the folder of the model, and how many bytes each must have at least. */
    Map<String, Long> external() {
        return external;
    }

    /** Write {@code irVersion}, {@code producer}, {@code graphName}, {@code opsets}, {@code nodes}, {@code initializers}. */
    void tell(Map<String, Object> into) {
        into.putAll(facts);
        into.put("opsets", opsets);
        into.put("nodes", nodes);
        into.put("initializers", initializers);
    }

    private void model(long end) throws IOException {
        while (in.next(end)) {
            if (in.is(1, ProtobufReader.VARINT)) {
                facts.put("irVersion", in.value());
            } else if (in.is(2, ProtobufReader.LENGTH)) {
                facts.put("producer", in.text(MAX_TEXT));
            } else if (in.is(7, ProtobufReader.LENGTH)) {
                graphSeen = true;
                graph(in.end(), 0);
            } else if (in.is(8, ProtobufReader.LENGTH)) {
                opset(in.end());
            } else {
                in.pass();
            }
        }
    }

    private void opset(long end) throws IOException {
        String domain = "";
        long version = 0;
        while (in.next(end)) {
            if (in.is(1, ProtobufReader.LENGTH)) {
                domain = in.text(MAX_TEXT);
            } else if (in.is(2, ProtobufReader.VARINT)) {
                version = in.value();
            } else {
                in.pass();
            }
        }
        expect(opsets.size() < 1000, "it imports more than 1000 sets of operators");
        opsets.put(domain.isEmpty() ? "ai.onnx" : domain, version);
    }

    private void graph(long end, int depth) throws IOException {
        expect(depth <= MAX_DEPTH, "its graphs are nested deeper than " + MAX_DEPTH);
        while (in.next(end)) {
            if (in.is(1, ProtobufReader.LENGTH)) {
                nodes++;
                node(in.end(), depth);
            } else if (in.is(2, ProtobufReader.LENGTH) && depth == 0) {
                facts.put("graphName", in.text(MAX_TEXT));
            } else if (in.is(5, ProtobufReader.LENGTH)) {
                initializers++;
                tensor(in.end());
            } else {
                in.pass();
            }
        }
    }

    private void node(long end, int depth) throws IOException {
        while (in.next(end)) {
            if (in.is(5, ProtobufReader.LENGTH)) {
                attribute(in.end(), depth);
            } else {
                in.pass();
            }
        }
    }

    /** An attribute may be a tensor or a whole graph (the branches of If, the body of Loop). */
    private void attribute(long end, int depth) throws IOException {
        while (in.next(end)) {
            if (in.is(5, ProtobufReader.LENGTH) || in.is(10, ProtobufReader.LENGTH)) {
                tensor(in.end());
            } else if (in.is(6, ProtobufReader.LENGTH) || in.is(11, ProtobufReader.LENGTH)) {
                graph(in.end(), depth + 1);
            } else {
                in.pass();
            }
        }
    }

    private void tensor(long end) throws IOException {
        Map<String, String> place = new HashMap<>();
        boolean isExternal = false;
        while (in.next(end)) {
            if (in.is(13, ProtobufReader.LENGTH)) {
                entry(in.end(), place);
            } else if (in.is(14, ProtobufReader.VARINT)) {
                isExternal = in.value() == 1;
            } else {
                in.pass();
            }
        }
        if (isExternal) {
            String location = place.get("location");
            expect(location != null && !location.isEmpty(), "a tensor has external data but no location");
            expect(external.size() < MAX_EXTERNAL_FILES, "it names more than " + MAX_EXTERNAL_FILES + " data files");
            long last = number(place.get("offset"), "offset") + number(place.get("length"), "length");
            external.merge(location, last, Math::max);
        }
    }

    private void entry(long end, Map<String, String> place) throws IOException {
        String key = "";
        String value = "";
        while (in.next(end)) {
            if (in.is(1, ProtobufReader.LENGTH)) {
                key = in.text(MAX_TEXT);
            } else if (in.is(2, ProtobufReader.LENGTH)) {
                value = in.text(MAX_TEXT);
            } else {
                in.pass();
            }
        }
        expect(place.size() < 100, "a tensor has more than 100 words on its external data");
        place.put(key, value);
    }

    private static long number(String digits, String what) throws Malformed {
        expect(
                digits == null || digits.matches("\\d{1,18}"),
                "the " + what + " of a tensor with external data is no number");
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
