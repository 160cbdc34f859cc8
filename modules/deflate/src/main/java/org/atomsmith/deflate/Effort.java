package org.atomsmith.deflate;

/**
 * What a level does to find matches.
 *
 * @param depth how many earlier places are tried
 * @param enough the length of a match that is taken without looking further
 * @param ahead how many bytes later a better match may begin: 0, 1 or 2
 */
record Effort(int depth, int enough, int ahead) {
    static final int LEVELS = 9;

    static Effort of(int level) {
        return switch (level) {
            case 1 -> new Effort(3, 12, 0);
            case 2 -> new Effort(6, 16, 0);
            case 3 -> new Effort(8, 24, 0);
            case 4 -> new Effort(8, 30, 1);
            case 5 -> new Effort(16, 40, 1);
            case 6 -> new Effort(35, 65, 1);
            case 7 -> new Effort(100, 130, 1);
            case 8 -> new Effort(200, Format.MAX_MATCH, 2);
            case 9 -> new Effort(600, Format.MAX_MATCH, 2);
            default -> throw new IllegalArgumentException("deflate level " + level + " is not one of 1 to 9");
        };
    }
}
