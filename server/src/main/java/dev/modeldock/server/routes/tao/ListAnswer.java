package dev.modeldock.server.routes.tao;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.datasets.ListOrder;
import dev.modeldock.datasets.ListPart;
import dev.modeldock.server.http.JsonStream;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list as an answer, written one by one as it is read.
 *
 * @param total how many there are, of which the query's {@code sort}, {@code skip} and {@code size} say what is asked for
 */
record ListAnswer(Context ctx, long total) {
    <T> void send(Function<ListPart, Iterable<T>> list, Function<T, ObjectNode> shown) throws IOException {
        Slice slice = Slice.of(ctx, total);
        ListOrder order =
                ListOrder.of(Optional.ofNullable(ctx.queryParam("sort")).orElse(""));
        ListPart part = new ListPart(order, slice.from(), slice.to(), total);
        ctx.header("X-Pagination-Total", Long.toString(total));
        JsonStream.send(ctx, json -> {
            json.writeStartArray();
            for (T each : list.apply(part)) {
                json.writeTree(TaoJson.sorted(shown.apply(each)));
            }
            json.writeEndArray();
            json.writeRaw('\n');
        });
    }
}
