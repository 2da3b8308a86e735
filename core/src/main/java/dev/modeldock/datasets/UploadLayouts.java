package dev.modeldock.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The table of all layouts, which is data: {@code upload-layouts.json}. */
final class UploadLayouts {
    private static final String TABLE = "upload-layouts.json";

    /** By type, then by format. */
    static final Map<String, Map<String, UploadLayout>> ALL = read();

    private UploadLayouts() {}

    private static Map<String, Map<String, UploadLayout>> read() {
        try (InputStream in = UploadLayouts.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + TABLE);
            }
            Map<String, Map<String, UploadLayout>> all = new LinkedHashMap<>();
            new ObjectMapper()
                    .readTree(in)
                    .properties()
                    .forEach(each -> all.put(each.getKey(), formats(each.getKey(), each.getValue())));
            return Collections.unmodifiableMap(all);
        } catch (IOException e) {
            throw new IllegalStateException(TABLE + " of the jar cannot be read", e);
        }
    }

    private static Map<String, UploadLayout> formats(String type, JsonNode row) {
        Map<String, UploadLayout> formats = new LinkedHashMap<>();
        row.path("formats").properties().forEach(each -> {
            List<Requirement> needs = new ArrayList<>(needs(row));
            needs.addAll(needs(each.getValue()));
            List<FileList> lists = new ArrayList<>(lists(row));
            lists.addAll(lists(each.getValue()));
            formats.put(each.getKey(), new UploadLayout(type, each.getKey(), needs, lists));
        });
        return Collections.unmodifiableMap(formats);
    }

    private static List<Requirement> needs(JsonNode row) {
        return all(row.path("needs")).map(UploadLayouts::need).toList();
    }

    private static Requirement need(JsonNode need) {
        if (need.has("one")) {
            return new Requirement.OneAtTop(need.path("one").textValue().replace("*", ""));
        }
        if (need.has("any")) {
            return new Requirement.AnyOf(all(need.path("any"))
                    .map(paths -> all(paths).map(JsonNode::textValue).toList())
                    .toList());
        }
        return new Requirement.AnyOf(List.of(List.of(need.textValue())));
    }

    private static List<FileList> lists(JsonNode row) {
        return row.path("lists").properties().stream()
                .map(each -> new FileList(each.getKey(), each.getValue().textValue()))
                .toList();
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
