package dev.modeldock.server.routes.dock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.server.http.Paths;
import dev.modeldock.storedfiles.StoredFile;
import io.javalin.http.Context;
import java.util.concurrent.ThreadLocalRandom;

/** A stored file in the words of {@code /api/public}: its id, and a URL in the shape of the documents' samples. */
public final class FileViews {
    static final String FILES = "/api/getMediaStream/orgFiles/";

    private final Links links;

    public FileViews(Links links) {
        this.links = links;
    }

    /** The documents' tables say {@code url}, their prose {@code fileURL}: both are there. */
    ObjectNode shown(Context ctx, StoredFile file) {
        String url = url(ctx, file);
        return JsonNodeFactory.instance
                .objectNode()
                .put("url", url)
                .put("fileId", file.id())
                .put("fileURL", url)
                .put("fileUrl", url)
                .put("fileName", file.name())
                .put("size", file.size())
                .put("expirationDate", Dates.iso(file.expires()));
    }

    /** The signature holds for the place; the parameters between and behind are there because clients know them. */
    private String url(Context ctx, StoredFile file) {
        String decoration = "&n=" + ThreadLocalRandom.current().nextLong(1L << 31) + "&del=false";
        return links.to(ctx, FILES + file.place(), file.expires()).replace("&s=", decoration + "&s=") + "&fileName="
                + Paths.encoded(file.name());
    }

    void verify(Context ctx, String place) {
        links.verify(ctx, FILES + place);
    }
}
