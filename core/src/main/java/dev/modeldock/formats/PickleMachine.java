package dev.modeldock.formats;

import java.util.Arrays;

/**
 * The stack and the memo of a pickle, as far as needed to tell which two texts STACK_GLOBAL takes: short texts are kept,
 * everything else is one opaque thing. It follows CPython's Unpickler step by step, marks and fences included, since a
 * machine that is one place off could be shown a harmless name while Python sees another.
 */
final class PickleMachine {
    /** Anything that is no short text. */
    static final Object OPAQUE = new Object();

    private static final int MAX_DEPTH = 1_000_000;
    private static final int MAX_MEMO = 4_000_000;
    private static final int MAX_TEXTS = 50_000;

    private Object[] stack = new Object[64];
    private int top;
    private int[] marks = new int[16];
    private int markCount;
    private Object[] memo = new Object[64];
    private int memoCount;
    private int memoTexts;

    void push(Object value) throws Malformed, PickleTooLarge {
        if (top >= MAX_DEPTH) {
            throw new PickleTooLarge("its stack is deeper than " + MAX_DEPTH);
        }
        if (top == stack.length) {
            stack = Arrays.copyOf(stack, top * 2);
        }
        // Texts that deep are not what an import takes; keeping them all could fill the memory.
        stack[top++] = top > MAX_TEXTS ? OPAQUE : value;
    }

    Object pop() throws Malformed {
        if (top <= fence()) {
            throw new Malformed("its stack is empty");
        }
        Object value = stack[--top];
        stack[top] = null;
        return value;
    }

    void pop(int count) throws Malformed {
        for (int i = 0; i < count; i++) {
            pop();
        }
    }

    Object peek() throws Malformed {
        if (top <= fence()) {
            throw new Malformed("its stack is empty");
        }
        return stack[top - 1];
    }

    void mark() throws PickleTooLarge {
        if (markCount >= MAX_DEPTH) {
            throw new PickleTooLarge("it has more than " + MAX_DEPTH + " open marks");
        }
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, markCount * 2);
        }
        marks[markCount++] = top;
    }

    /** Drop everything above the last mark, and the mark; tells how many things that were. */
    int popMark() throws Malformed {
        if (markCount == 0) {
            throw new Malformed("it has no open mark");
        }
        int from = marks[--markCount];
        int dropped = top - from;
        Arrays.fill(stack, from, top, null);
        top = from;
        return dropped;
    }

    /** POP: the last thing, or the last mark when nothing lies above it. */
    void popOrMark() throws Malformed {
        if (markCount > 0 && marks[markCount - 1] == top) {
            markCount--;
        } else {
            pop();
        }
    }

    void put(long index) throws Malformed, PickleTooLarge {
        Object value = peek();
        if (index >= MAX_MEMO) {
            throw new PickleTooLarge(
                    "it remembers something under number " + index + "; fewer than " + MAX_MEMO + " can be followed");
        }
        int at = (int) index;
        if (at >= memo.length) {
            memo = Arrays.copyOf(memo, Math.max(at + 1, Math.min(memo.length * 2, MAX_MEMO)));
        }
        if (memo[at] == null) {
            memoCount++;
        }
        boolean text = value != OPAQUE;
        memo[at] = text && ++memoTexts > MAX_TEXTS ? OPAQUE : value;
    }

    /** MEMOIZE: remember under the number of things remembered so far. */
    void memoize() throws Malformed, PickleTooLarge {
        put(memoCount);
    }

    void get(long index) throws Malformed, PickleTooLarge {
        if (index >= memo.length || memo[(int) index] == null) {
            throw new Malformed("it takes number " + index + ", which it never remembered");
        }
        push(memo[(int) index]);
    }

    private int fence() {
        return markCount == 0 ? 0 : marks[markCount - 1];
    }
}
