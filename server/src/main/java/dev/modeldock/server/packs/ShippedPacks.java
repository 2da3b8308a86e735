package dev.modeldock.server.packs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.actions.packs.PackOffers;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.problems.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The action packs inside the program. A file {@code index} lists all of their files, for a jar has no modes. */
public final class ShippedPacks implements PackOffers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = "index";
    private static final String EXECUTABLE = "x";

    private final Map<String, ShippedPack> packs;

    private ShippedPacks(Map<String, ShippedPack> packs) {
        this.packs = packs;
    }

    /** Read what is inside. */
    public static ShippedPacks read() {
        Map<String, List<ShippedPack.File>> files = new TreeMap<>();
        for (String line :
                new String(bytes(INDEX), StandardCharsets.UTF_8).lines().toList()) {
            String[] place = line.substring(2).split("/");
            files.computeIfAbsent(place[0], name -> new ArrayList<>())
                    .add(new ShippedPack.File(place[1], line.startsWith(EXECUTABLE)));
        }
        Map<String, ShippedPack> packs = new TreeMap<>();
        files.forEach((name, all) -> packs.put(name, pack(name, all)));
        return new ShippedPacks(packs);
    }

    private static ShippedPack pack(String name, List<ShippedPack.File> files) {
        try {
            JsonNode action = JSON.readTree(bytes(name + "/action.json"));
            return new ShippedPack(name, files, texts(action.path("architectures")), texts(action.path("actions")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.textValue()));
        return texts;
    }

    /** All of them, by name. */
    public List<ShippedPack> all() {
        return List.copyOf(packs.values());
    }

    /** One by its name; {@code NOT_FOUND} names the nearest. */
    public ShippedPack get(String name) {
        ShippedPack found = packs.get(name);
        if (found == null) {
            throw new DockException(
                    Problem.NOT_FOUND,
                    "No action pack called " + name + " comes with this Modeldock; the nearest is "
                            + Spelling.nearest(name, packs.keySet()) + ". actions list shows all of them.");
        }
        return found;
    }

    /** The content of one of a pack's files. */
    byte[] content(ShippedPack pack, ShippedPack.File file) {
        return bytes(pack.name() + "/" + file.name());
    }

    @Override
    public Optional<String> of(String kind, String action) {
        List<String> able = packs.values().stream()
                .filter(pack -> pack.does(kind, action))
                .map(ShippedPack::name)
                .toList();
        if (able.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("The pack " + able.stream().collect(Collectors.joining(" or "))
                + " that comes with Modeldock would: java -jar modeldock.jar actions install " + able.get(0)
                + " puts it beside the data, and POST /v1/actions/reload reads it.");
    }

    private static byte[] bytes(String name) {
        try (InputStream in = ShippedPacks.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks the file " + name + " of its action packs");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
