package dev.modeldock.server.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * The first items of a list that the dock tells in pages.
 *
 * @param total how many there are in all
 */
public record Listing(ArrayNode items, long total) {
    private static final int PAGE = 100;

    /**
     * Ask for pages until there are enough.
     *
     * @param query as {@link Paths#query} makes it
     * @param most how many at most; 0 for all
     */
    public static Listing of(RemoteDock dock, String path, String query, int most) throws InterruptedException {
        ArrayNode items = Json.array();
        long wanted = most == 0 ? Long.MAX_VALUE : most;
        int size = (int) Math.min(PAGE, wanted);
        for (int page = 1; ; page++) {
            JsonNode answer = dock.get(path + query + (query.isEmpty() ? "?" : "&") + "page=" + page + "&size=" + size);
            for (JsonNode item : answer.path("items")) {
                if (items.size() < wanted) {
                    items.add(item);
                }
            }
            long total = answer.path("total").asLong();
            if (items.size() >= Math.min(wanted, total) || answer.path("items").size() < size) {
                return new Listing(items, total);
            }
        }
    }

    /** As one document. */
    public JsonNode json() {
        return Json.object().put("total", total).set("items", items);
    }
}
