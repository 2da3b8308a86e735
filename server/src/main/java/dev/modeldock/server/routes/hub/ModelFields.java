package dev.modeldock.server.routes.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.server.http.Shown;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which fields of models a client asks for: all that are usual, with some that come on demand, or with {@code expand} those
 * alone that it names.
 *
 * @param named empty for the usual ones
 * @param added on demand to the usual ones
 * @param blobs whether files come with sizes and hashes
 */
record ModelFields(Set<String> named, Set<String> added, boolean blobs) {
    static final String SIBLINGS = "siblings";
    static final String SECURITY = "securityRepoStatus";

    private static final String CARD = "cardData";
    private static final String CONFIG = "config";
    private static final Set<String> ALWAYS = Set.of("_id", "id");
    private static final Set<String> ON_DEMAND = Set.of(SIBLINGS, SECURITY, CARD, CONFIG);

    /** What hubs know; of some of it there is nothing here. */
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "_id",
            "author",
            "baseModels",
            CARD,
            "cardExists",
            "childrenModelCount",
            CONFIG,
            "createdAt",
            "disabled",
            "downloads",
            "downloadsAllTime",
            "evalResults",
            "gated",
            "gguf",
            "gitalyUid",
            "id",
            "inference",
            "inferenceProviderMapping",
            "lastModified",
            "library_name",
            "likes",
            "mask_token",
            "model-index",
            "modelId",
            "pipeline_tag",
            "private",
            "resourceGroup",
            "safetensors",
            SECURITY,
            "sha",
            SIBLINGS,
            "spaces",
            "tags",
            "transformersInfo",
            "trendingScore",
            "usedStorage",
            "widgetData",
            "xetEnabled"));

    /** What is asked of one model. */
    static ModelFields ofOne(Context ctx) {
        Set<String> added = new TreeSet<>(Set.of(SIBLINGS, CARD, CONFIG));
        add(ctx, "securityStatus", added, SECURITY);
        return new ModelFields(named(ctx), added, isSet(ctx, "blobs"));
    }

    /** What is asked of each model of a list. */
    static ModelFields ofList(Context ctx) {
        Set<String> added = new TreeSet<>();
        add(ctx, "full", added, SIBLINGS);
        add(ctx, "cardData", added, CARD);
        add(ctx, "config", added, CONFIG);
        add(ctx, "securityStatus", added, SECURITY);
        return new ModelFields(named(ctx), added, isSet(ctx, "blobs"));
    }

    private static void add(Context ctx, String flag, Set<String> added, String field) {
        if (isSet(ctx, flag)) {
            added.add(field);
        }
    }

    /** Python writes {@code True} in lower case, and some clients write 1. */
    private static boolean isSet(Context ctx, String flag) {
        String text = ctx.queryParam(flag);
        return "1".equals(text) || Boolean.parseBoolean(text);
    }

    private static Set<String> named(Context ctx) {
        Set<String> named = Stream.of("expand", "expand[]")
                .flatMap(name -> ctx.queryParams(name).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        named.stream().filter(field -> !KNOWN.contains(field)).findFirst().ifPresent(field -> {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"expand\" is " + Shown.text(field) + "; expected is one of " + String.join(", ", KNOWN) + ".");
        });
        return named;
    }

    boolean has(String field) {
        if (ALWAYS.contains(field)) {
            return true;
        }
        return named.isEmpty() ? !ON_DEMAND.contains(field) || added.contains(field) : named.contains(field);
    }

    /** Whether a model's files must be looked at, which may be very many. */
    boolean needFiles() {
        return has(SIBLINGS) || has(SECURITY);
    }

    /** What of a view is asked for. */
    ObjectNode of(ObjectNode view) {
        view.retain(
                view.propertyStream().map(Map.Entry::getKey).filter(this::has).toList());
        return view;
    }
}
