package dev.modeldock.tools;

import java.util.regex.Pattern;

/** The same place in two documents: where it is in each, and how people call it. */
record Spot(Pointer from, Pointer to, String place) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]{0,79}");
    private static final int LONGEST_PLACE = 1_000;

    static final Spot ROOT = new Spot(Pointer.ROOT, Pointer.ROOT, "");

    Spot field(String name) {
        boolean plain = PLAIN.matcher(name).matches();
        String step = plain ? (place.isEmpty() ? "" : ".") + name : "[\"" + Found.cut(name) + "\"]";
        return new Spot(from.child(name), to.child(name), join(step));
    }

    /** An element that has a place in both documents or, for what is new or gone, in one that counts. */
    Spot element(int fromIndex, int toIndex, String label) {
        return new Spot(from.child(fromIndex), to.child(toIndex), join("[" + Found.cut(label) + "]"));
    }

    /** Whether pointers can tell the field, in both documents. */
    boolean fits(String field) {
        return from.child(field).fits() && to.child(field).fits();
    }

    /** Too long a place is told by its start. */
    private String join(String step) {
        return place.length() > LONGEST_PLACE ? place : place + step;
    }
}
