package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.tools.Change.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One walk through two documents; {@link Difference} says by what rules. */
final class Comparison {
    /** A value takes some room, whatever it is. */
    private static final int A_VALUE = 16;

    private static final String LAST_INDEX = Integer.toString(Integer.MAX_VALUE);

    private final Likeness likeness = new Likeness();
    private final List<Change> changes = new ArrayList<>();
    private int room = Difference.MOST_SHOWN;
    private int more;

    Difference compare(ObjectNode from, ObjectNode to) {
        if (!likeness.same(from, to)) {
            walk(from, to, Spot.ROOT);
        }
        return new Difference(List.copyOf(changes), more);
    }

    /** Two values that differ. As deep as the documents are, which their reader bounds. */
    private void walk(JsonNode from, JsonNode to, Spot spot) {
        if (from.isObject() && to.isObject() && canTell(from, spot) && canTell(to, spot)) {
            objects(from, to, spot);
        } else if (from.isArray() && to.isArray() && spot.fits(LAST_INDEX)) {
            arrays(from, to, spot);
        } else {
            add(Op.REPLACE, spot, from, to);
        }
    }

    /** Names may be so long that no pointer tells what is in an object; then it is told as a whole. */
    private static boolean canTell(JsonNode object, Spot spot) {
        return object.propertyStream().allMatch(field -> spot.fits(field.getKey()));
    }

    private void objects(JsonNode from, JsonNode to, Spot spot) {
        from.properties().forEach(field -> {
            if (!to.has(field.getKey())) {
                add(Op.REMOVE, spot.field(field.getKey()), field.getValue(), null);
            }
        });
        to.properties().forEach(field -> {
            JsonNode before = from.get(field.getKey());
            if (before == null) {
                add(Op.ADD, spot.field(field.getKey()), null, field.getValue());
            } else if (!likeness.same(before, field.getValue())) {
                walk(before, field.getValue(), spot.field(field.getKey()));
            }
        });
    }

    private void arrays(JsonNode from, JsonNode to, Spot spot) {
        Alignment.of(from, to).ifPresentOrElse(keys -> aligned(keys, from, to, spot), () -> positions(from, to, spot));
    }

    private void aligned(Alignment keys, JsonNode from, JsonNode to, Spot spot) {
        keys.gone((before, after, label) -> add(Op.REMOVE, spot.element(before, after, label), from.get(before), null));
        ArrayNode was = keys.orderBefore();
        ArrayNode is = keys.orderAfter();
        if (!was.equals(is)) {
            add(Op.REORDER, spot, was, is);
        }
        keys.fresh((before, after, label) -> add(Op.ADD, spot.element(before, after, label), null, to.get(after)));
        keys.both((before, after, label) -> {
            if (!likeness.same(from.get(before), to.get(after))) {
                walk(from.get(before), to.get(after), spot.element(before, after, label));
            }
        });
    }

    private void positions(JsonNode from, JsonNode to, Spot spot) {
        int shorter = Math.min(from.size(), to.size());
        int start = 0;
        while (start < shorter && likeness.same(from.get(start), to.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && likeness.same(from.get(from.size() - 1 - end), to.get(to.size() - 1 - end))) {
            end++;
        }
        int paired = shorter - end;
        for (int index = paired; index < from.size() - end; index++) {
            add(Op.REMOVE, position(spot, index), from.get(index), null);
        }
        for (int index = paired; index < to.size() - end; index++) {
            add(Op.ADD, position(spot, index), null, to.get(index));
        }
        for (int index = start; index < paired; index++) {
            if (!likeness.same(from.get(index), to.get(index))) {
                walk(from.get(index), to.get(index), position(spot, index));
            }
        }
    }

    private static Spot position(Spot array, int index) {
        return array.element(index, index, Integer.toString(index));
    }

    private void add(Op op, Spot spot, JsonNode from, JsonNode to) {
        if (changes.size() == Difference.MOST) {
            more++;
            return;
        }
        Pointer path = op == Op.REMOVE ? spot.from() : spot.to();
        int left = roomBehind(to, roomBehind(from, room));
        boolean cut = left < 0;
        room = cut ? room : left;
        changes.add(new Change(op, path.text(), spot.place(), cut ? null : from, cut ? null : to, cut));
    }

    /** What is left of the room behind a value, or less than nothing when it does not fit. */
    private static int roomBehind(JsonNode value, int room) {
        if (value == null || room < 0) {
            return room;
        }
        int left = room - A_VALUE - (value.isTextual() ? value.textValue().length() : 0);
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                left = roomBehind(field.getValue(), left - field.getKey().length());
            }
        } else if (value.isArray()) {
            for (JsonNode element : value) {
                left = roomBehind(element, left);
            }
        }
        return left;
    }
}
