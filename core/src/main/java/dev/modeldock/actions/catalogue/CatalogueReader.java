package dev.modeldock.actions.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads {@code catalogue.json}, which comes with the program: what is wrong in it is a fault of ours. */
final class CatalogueReader {
    private static final String RESOURCE = "/dev/modeldock/actions/catalogue.json";

    private final JsonNode root;
    private final Map<String, Chaining> chaining = new LinkedHashMap<>();

    private CatalogueReader(JsonNode root) {
        this.root = root;
        root.required("chaining").properties().forEach(each -> chaining.put(each.getKey(), chaining(each.getValue())));
    }

    static Catalogue read() {
        try (InputStream in = CatalogueReader.class.getResourceAsStream(RESOURCE)) {
            return new CatalogueReader(JsonMapper.builder().build().readTree(Objects.requireNonNull(in, RESOURCE)))
                    .catalogue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Catalogue catalogue() {
        Map<String, String> synonyms = new LinkedHashMap<>();
        root.required("synonyms")
                .properties()
                .forEach(each -> synonyms.put(each.getKey(), each.getValue().textValue()));
        Map<String, DatasetType> types = new LinkedHashMap<>();
        root.required("types").properties().forEach(each -> types.put(each.getKey(), type(each)));
        Map<String, Architecture> architectures = new LinkedHashMap<>();
        root.required("architectures")
                .properties()
                .forEach(each -> architectures.put(each.getKey(), architecture(each)));
        return new Catalogue(
                Collections.unmodifiableMap(synonyms),
                Collections.unmodifiableMap(types),
                Collections.unmodifiableMap(architectures));
    }

    private DatasetType type(Map.Entry<String, JsonNode> entry) {
        Map<String, List<String>> formats = new LinkedHashMap<>();
        entry.getValue()
                .required("formats")
                .properties()
                .forEach(each -> formats.put(each.getKey(), texts(each.getValue())));
        return new DatasetType(entry.getKey(), formats, rules(entry.getValue()));
    }

    private Architecture architecture(Map.Entry<String, JsonNode> entry) {
        JsonNode node = entry.getValue();
        JsonNode deploy = root.required("deploy");
        Image image = new Image(
                image(node.required("image")),
                image(deploy.required("image")),
                Set.copyOf(texts(deploy.required("actions"))));
        return new Architecture(
                entry.getKey(),
                node.required("dataset_type").textValue(),
                texts(node.required("actions")),
                Backend.valueOf(node.required("backend").textValue().toUpperCase(Locale.ROOT)),
                node.required("classwise").booleanValue(),
                image,
                rules(node));
    }

    private String image(JsonNode name) {
        return root.required("images").required(name.textValue()).textValue();
    }

    private Chaining rules(JsonNode node) {
        String name = node.required("chaining").textValue();
        return Objects.requireNonNull(chaining.get(name), name);
    }

    private static Chaining chaining(JsonNode node) {
        Map<String, Set<String>> parents = new LinkedHashMap<>();
        node.required("parents")
                .properties()
                .forEach(each -> parents.put(each.getKey(), new LinkedHashSet<>(texts(each.getValue()))));
        return new Chaining(parents, Set.copyOf(texts(node.required("chained_only"))));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.textValue()));
        return texts;
    }
}
