/* Takes over after an exec what the image before has left in the process's slot. */
#ifndef VFR_ADOPT_H
#define VFR_ADOPT_H

/* Called by the constructor. An fd that the exec has closed is recorded as closed. */
void vfr_adopt(void);

#endif
