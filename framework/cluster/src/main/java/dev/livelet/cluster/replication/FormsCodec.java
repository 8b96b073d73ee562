package dev.livelet.cluster.replication;

import dev.livelet.cluster.codec.CodecException;
import dev.livelet.cluster.codec.MessageCodec;
import dev.livelet.spi.SessionCopy.Form;
import dev.livelet.spi.SessionCopy.Forms;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What users are filling in. A form in a row whose key is of a type that does not travel by itself
 * (a record, an enum) is left out: its page is asked for it, as after a long absence. Thread-safe.
 */
final class FormsCodec {
    private static final Logger log = LoggerFactory.getLogger(FormsCodec.class);

    private static final int NUMBER = 0;
    private static final int TEXT = 1;
    private static final int OTHER = 2;

    private final MessageCodec keys;

    FormsCodec(MessageCodec keys) {
        this.keys = keys;
    }

    byte[] encode(Forms forms) {
        Out out = new Out().number(forms.template());
        for (Form form : forms.forms()) if (travels(form)) out.bytes(encode(form));
        return out.toBytes();
    }

    private byte[] encode(Form form) {
        Out out = new Out().number(form.way().size());
        form.way().forEach(step -> step(out, step));
        out.number(form.touched().size());
        form.touched().forEach(out::text);
        out.tag(form.attempted() ? 1 : 0).number(form.said().size());
        form.said().forEach((number, values) -> said(out.number(number), values));
        return out.toBytes();
    }

    private boolean travels(Form form) {
        return form.way().stream().allMatch(keys::knows);
    }

    private void step(Out out, Object step) {
        switch (step) {
            case Integer number -> out.tag(NUMBER).number(number);
            case String text -> out.tag(TEXT).text(text);
            default -> out.tag(OTHER).bytes(keys.encode(step));
        }
    }

    private static void said(Out out, Map<String, List<String>> fields) {
        out.number(fields.size());
        fields.forEach(
                (name, values) -> {
                    out.text(name).number(values.size());
                    values.forEach(out::text);
                });
    }

    Forms decode(byte[] body) {
        In in = new In(body);
        int template = in.number();
        List<Form> forms = new ArrayList<>();
        while (!in.isAtEnd()) {
            try {
                forms.add(form(new In(in.bytes())));
            } catch (CodecException unknown) {
                log.debug("A form stands in a row whose key this release cannot read", unknown);
            }
        }
        return new Forms(template, List.copyOf(forms));
    }

    private Form form(In in) {
        List<Object> way = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) way.add(step(in));
        Set<String> touched = new LinkedHashSet<>(texts(in));
        boolean attempted = in.tag() == 1;
        Map<Integer, Map<String, List<String>>> said = new LinkedHashMap<>();
        for (int i = in.count(); i > 0; i--) said.put(in.number(), said(in));
        return new Form(List.copyOf(way), touched, attempted, said);
    }

    private Object step(In in) {
        int kind = in.tag();
        return switch (kind) {
            case NUMBER -> in.number();
            case TEXT -> in.text();
            case OTHER -> keys.decode(in.bytes());
            default -> throw new In.Malformed("a step of kind " + kind);
        };
    }

    private static Map<String, List<String>> said(In in) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (int i = in.count(); i > 0; i--) fields.put(in.text(), texts(in));
        return fields;
    }

    private static List<String> texts(In in) {
        List<String> texts = new ArrayList<>();
        for (int i = in.count(); i > 0; i--) texts.add(in.text());
        return List.copyOf(texts);
    }
}
