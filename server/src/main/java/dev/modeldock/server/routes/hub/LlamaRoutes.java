package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.hub.HubEntry;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What releases of llama.cpp of 2025 and their kin ask first: which GGUF file of a model a tag means. */
final class LlamaRoutes {
    private static final List<String> USUAL = List.of("q4_k_m", "q8_0");
    private static final Pattern LATER_SHARD = Pattern.compile(".*-(?!00001-)\\d{5}-of-\\d{5}\\.gguf");

    private final Asked asked;

    LlamaRoutes(Asked asked) {
        this.asked = asked;
    }

    void register(RoutesConfig routes) {
        for (String path : Asked.below("/v2", "/manifests/{tag}")) {
            routes.get(path, asked.model((ctx, model, caller) -> manifest(ctx, model)));
        }
    }

    private void manifest(Context ctx, Model model) throws IOException {
        Version version = asked.version(ctx, model, Aliases.MAIN);
        List<HubEntry.File> models = new ArrayList<>();
        List<HubEntry.File> projectors = new ArrayList<>();
        asked.dock().hub().files().each(version, file -> {
            String path = file.path().toLowerCase(Locale.ROOT);
            if (path.endsWith(".gguf") && !LATER_SHARD.matcher(path).matches()) {
                (path.contains("mmproj") ? projectors : models).add(file);
            }
        });
        HubEntry.File chosen = chosen(models, ctx.pathParam("tag").toLowerCase(Locale.ROOT))
                .orElseThrow(() -> HubRefusals.noEntry(version, "*" + ctx.pathParam("tag") + "*.gguf"));
        ObjectNode view = HubViews.object().put("schemaVersion", 2);
        file(view.putObject("ggufFile"), chosen);
        projectors.stream().findFirst().ifPresent(file -> file(view.putObject("mmprojFile"), file));
        ctx.json(view);
    }

    private static Optional<HubEntry.File> chosen(List<HubEntry.File> files, String tag) {
        if (!tag.equals("latest")) {
            return named(files, tag);
        }
        return USUAL.stream()
                .flatMap(usual -> named(files, usual).stream())
                .findFirst()
                .or(() -> files.stream().findFirst());
    }

    private static Optional<HubEntry.File> named(List<HubEntry.File> files, String tag) {
        return files.stream()
                .filter(file -> file.path().toLowerCase(Locale.ROOT).contains(tag))
                .findFirst();
    }

    private static void file(ObjectNode view, HubEntry.File file) {
        view.put("rfilename", file.path()).put("size", file.size());
        HubViews.lfs(view, file, "sha256");
    }
}
