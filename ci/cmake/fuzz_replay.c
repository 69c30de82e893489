/* Replays a corpus through a fuzz target, for builds without libFuzzer: fuzz_x DIR... ; the empty input first. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return 0;
    uint8_t *bytes = malloc(1 << 20);
    size_t size = bytes ? fread(bytes, 1, 1 << 20, f) : 0;
    fclose(f);
    uint8_t *exact = malloc(size ? size : 1); /* its own block, so that a read past the end is seen */
    for (size_t i = 0; exact && i < size; i++)
        exact[i] = bytes[i];
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    free(bytes);
    return 1;
}

int main(int argc, char **argv)
{
    int inputs = 1;
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        DIR *d = opendir(argv[i]);
        if (d == NULL) {
            fprintf(stderr, "%s: cannot be opened; a fuzz target needs a corpus\n", argv[i]);
            return 1;
        }
        for (struct dirent *entry; (entry = readdir(d)) != NULL;) {
            char path[4096];
            if (entry->d_name[0] == '.')
                continue;
            snprintf(path, sizeof path, "%s/%s", argv[i], entry->d_name);
            inputs += replay(path);
        }
        closedir(d);
    }
    printf("ok - %d inputs replayed\n", inputs);
    return inputs > 1 ? 0 : 1;
}
