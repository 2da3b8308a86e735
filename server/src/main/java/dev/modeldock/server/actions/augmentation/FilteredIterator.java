package dev.modeldock.server.actions.augmentation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;

/** What is made of elements, as far as it is wanted. What cannot be made is an exception as of the elements themselves. */
final class FilteredIterator<T> implements Iterator<T> {
    private final Iterator<ObjectNode> elements;
    private final Making<T> making;
    private final Predicate<T> wanted;
    private T next;

    /** Makes something of an element. */
    @FunctionalInterface
    interface Making<T> {
        T of(ObjectNode element) throws ActionException;
    }

    FilteredIterator(Iterator<ObjectNode> elements, Making<T> making, Predicate<T> wanted) {
        this.elements = elements;
        this.making = making;
        this.wanted = wanted;
    }

    @Override
    public boolean hasNext() {
        while (next == null && elements.hasNext()) {
            T made = made(elements.next());
            next = wanted.test(made) ? made : null;
        }
        return next != null;
    }

    private T made(ObjectNode element) {
        try {
            return making.of(element);
        } catch (ActionException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T taken = next;
        next = null;
        return taken;
    }
}
