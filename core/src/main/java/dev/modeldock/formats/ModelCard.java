package dev.modeldock.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The front matter of a model card: YAML between two lines {@code ---} at the beginning of {@code README.md}. It is read as
 * YAML 1.2, in which {@code no} is a language and no truth value, and nothing in it is ever made an object of a class.
 */
public final class ModelCard {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ALIASES = 50;
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final int DEEPEST = 32;
    private static final Pattern FRONT =
            Pattern.compile("\\A\\uFEFF?\\s*---[ \\t]*\\r?\\n(.*?)\\r?\\n---[ \\t]*(?:\\r?\\n|\\z)", Pattern.DOTALL);

    private ModelCard() {}

    /**
     * What a card says of itself; empty when it has no front matter.
     *
     * @throws Malformed when the front matter is no YAML mapping, with the reason
     */
    public static Optional<ObjectNode> read(String card) throws Malformed {
        Matcher front = FRONT.matcher(card);
        if (!front.find()) {
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder()
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setCodePointLimit(MOST_CHARACTERS)
                .setAllowRecursiveKeys(false)
                .build();
        try {
            Object value = new Load(settings).loadFromString(front.group(1));
            if (value == null) {
                return Optional.empty();
            }
            if (value instanceof Map<?, ?> && depth(value, 0) <= DEEPEST) {
                JsonNode tree = JSON.valueToTree(value);
                return Optional.of((ObjectNode) tree);
            }
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new Malformed("its front matter is no YAML: " + oneLine(e));
        } catch (StackOverflowError e) {
            throw new Malformed("its front matter is nested too deeply");
        }
        throw new Malformed("its front matter is no YAML mapping of at most " + DEEPEST + " levels");
    }

    private static int depth(Object value, int above) {
        int deepest = above;
        if (above <= DEEPEST) {
            Iterable<?> parts =
                    value instanceof Map<?, ?> map ? map.values() : value instanceof Iterable<?> list ? list : null;
            if (parts != null) {
                for (Object part : parts) {
                    deepest = Math.max(deepest, depth(part, above + 1));
                }
            }
        }
        return deepest;
    }

    private static String oneLine(RuntimeException e) {
        String text = e.getMessage() == null ? "it cannot be read" : e.getMessage();
        return ModelFiles.shown(
                text.lines().limit(3).reduce((a, b) -> a + " " + b.strip()).orElse(text));
    }
}
