/*
 * Loaded into User-Mode Linux 6.1 (LD_PRELOAD), which has a gap that makes about one boot in a hundred hang on a
 * busy machine. When it brings the host's mappings of its own vmalloc area up to date, it unmaps the range and maps
 * what is still there anew (arch/um/kernel/tlb.c). The stack it runs on is in that area (CONFIG_VMAP_STACK). A timer
 * signal in between copies from the bottom of that stack (to_irq_stack), faults, and faults for ever: the handler of
 * the fault sees that the other one has not finished, and leaves.
 *
 * Without the unmapping there is no gap: new mappings replace old ones at once. What is free may stay mapped until
 * then; the kernel maps before it uses.
 */
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The kernel's own area begins above its program; the C library's mappings are at the top of the address space. */
#define AREA_START 0x60000000UL
#define AREA_END 0x700000000000UL

int munmap(void *address, size_t bytes)
{
	unsigned long at = (unsigned long)address;

	if (at >= AREA_START && at < AREA_END)
		return 0;
	return syscall(SYS_munmap, address, bytes);
}
