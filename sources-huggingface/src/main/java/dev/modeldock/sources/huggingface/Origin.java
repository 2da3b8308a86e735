package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of where a snapshot is from: strings under the hub's own names. */
final class Origin {
    private static final String ID = "id";
    private static final String MODEL_CARD = "README.md";

    private Origin() {}

    /** @param tag as the client asked for the model */
    static Map<String, String> of(ModelInfo info, String tag, Endpoint endpoint, List<RemoteFile> files) {
        Map<String, String> origin = new TreeMap<>(info.facts());
        origin.put("endpoint", endpoint.base());
        origin.put(ID, info.id());
        origin.put("gated", info.gated());
        origin.put("private", Boolean.toString(info.hidden()));
        if (!tag.equals(info.id())) {
            origin.put(HuggingFaceSourceFactory.MODEL_TAG, tag);
        }
        if (files.stream().anyMatch(file -> file.path().equals(MODEL_CARD))) {
            origin.put("model_card", MODEL_CARD);
        }
        return origin;
    }

    /** The model's name at the hub, which the host may call otherwise. */
    static String id(Snapshot snapshot) {
        return snapshot.origin().getOrDefault(ID, snapshot.name());
    }
}
