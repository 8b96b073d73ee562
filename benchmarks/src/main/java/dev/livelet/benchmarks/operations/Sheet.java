package dev.livelet.benchmarks.operations;

import dev.livelet.Template;

import org.jspecify.annotations.Nullable;

/** A form of four fields with their errors. */
record Sheet(Field name, Field email, Field age, Field bio) {
    static final Template<Sheet> PAGE =
            Template.of(
                    Sheet.class,
                    """
                    <form>
                      <input name="name" value={name.value}><p :if={name.error != null}>{name.error}</p>
                      <input name="email" value={email.value}><p :if={email.error != null}>{email.error}</p>
                      <input name="age" value={age.value}><p :if={age.error != null}>{age.error}</p>
                      <textarea name="bio">{bio.value}</textarea><p :if={bio.error != null}>{bio.error}</p>
                    </form>
                    """);

    record Field(String value, @Nullable String error) {}

    private static final Field EMPTY = new Field("", null);
    static final Sheet BEFORE = new Sheet(new Field("A", null), EMPTY, EMPTY, EMPTY);
    static final Sheet AFTER =
            new Sheet(new Field("Ad", "must be at least 3 long"), EMPTY, EMPTY, EMPTY);
}
