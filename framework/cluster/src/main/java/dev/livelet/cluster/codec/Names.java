package dev.livelet.cluster.codec;

import dev.livelet.Alias;
import dev.livelet.LiveletException;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Things of one kind by the names they are known by: each is written by its oldest name, and read
 * by all it ever had.
 */
final class Names<T> {
    private final Map<String, T> byName = new LinkedHashMap<>();
    private final Map<T, String> written = new LinkedHashMap<>();
    private final String where;

    /**
     * @param where for messages: {@code the components of State}
     */
    Names(String where) {
        this.where = where;
    }

    void add(T thing, String name, AnnotatedElement declaration) {
        Alias alias = declaration.getAnnotation(Alias.class);
        List<String> all = new ArrayList<>();
        if (alias != null) all.addAll(Arrays.asList(alias.value()));
        all.add(name);
        written.put(thing, all.getFirst());
        for (String each : all) {
            T other = byName.putIfAbsent(each, thing);
            if (other == null || other.equals(thing)) continue;
            throw new LiveletException(
                    "Two of "
                            + where
                            + " would be '"
                            + each
                            + "' to other nodes: "
                            + of(other)
                            + " and "
                            + name
                            + ". Give one an @Alias with another name, which it is then known by");
        }
    }

    @Nullable T find(String name) {
        return byName.get(name);
    }

    /** Its oldest name. */
    String of(T thing) {
        String name = written.get(thing);
        if (name == null) throw new IllegalArgumentException(thing + " is not one of " + where);
        return name;
    }
}
