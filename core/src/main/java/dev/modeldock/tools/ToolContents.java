package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.modeldock.blobs.Blobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What versions hold, read again. */
final class ToolContents {
    private static final JsonNode HIDDEN = TextNode.valueOf(MaskedVariable.MASK);

    private final Blobs blobs;
    private final ToolVersionStore versions;
    private final Vault vault;

    ToolContents(Blobs blobs, ToolVersionStore versions, Vault vault) {
        this.blobs = blobs;
        this.versions = versions;
        this.vault = vault;
    }

    Vault vault() {
        return vault;
    }

    ObjectNode document(ToolFile file) {
        try {
            return Definitions.document(file.file(), Files.readAllBytes(blobs.path(file.sha256())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Environment environment(ToolVersion version) {
        return Environment.of(document(version.file(DefinitionFile.ENV)), secrets(version));
    }

    private Map<String, JsonNode> secrets(ToolVersion version) {
        return vault.unlock(versions.secrets(version.id()));
    }

    /** Whether the new version would be the same, with its secrets. */
    boolean isSame(ToolVersion version, NewToolVersion fresh) {
        return version.files().equals(fresh.files()) && secrets(version).equals(vault.unlock(fresh.secrets()));
    }

    Map<DefinitionFile, Difference> difference(ToolVersion from, ToolVersion to) {
        Map<DefinitionFile, Difference> differences = new EnumMap<>(DefinitionFile.class);
        for (DefinitionFile file : DefinitionFile.values()) {
            ToolFile before = from.file(file);
            ToolFile after = to.file(file);
            Difference mine = before.equals(after)
                    ? new Difference(List.of(), 0)
                    : Difference.between(document(before), document(after));
            differences.put(file, file == DefinitionFile.ENV ? withSecrets(mine, secrets(from), secrets(to)) : mine);
        }
        return differences;
    }

    /** That a secret has changed is told; neither value is. */
    private static Difference withSecrets(Difference open, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Change> all = new ArrayList<>(open.changes());
        for (String name : names) {
            JsonNode former = before.get(name);
            JsonNode later = after.get(name);
            if (!Objects.equals(former, later)) {
                Change.Op op = former == null ? Change.Op.ADD : later == null ? Change.Op.REMOVE : Change.Op.REPLACE;
                all.add(new Change(op, "", name + " (secure)", hidden(former), hidden(later), false));
            }
        }
        return new Difference(all, open.more());
    }

    private static JsonNode hidden(JsonNode value) {
        return value == null ? null : HIDDEN;
    }
}
