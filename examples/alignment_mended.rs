//@ run-pass

use std::alloc::{GlobalAlloc, Layout};
use std::ffi::c_void;

extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(ptr: *mut c_void);
}

const WORD: usize = std::mem::size_of::<*mut c_void>();

struct Mended;

unsafe impl GlobalAlloc for Mended {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Ask for the block, for one word, and for room to move.
        let room = WORD + layout.align() - 1;
        let total = match layout.size().checked_add(room) {
            Some(total) => total,
            None => return std::ptr::null_mut(),
        };
        let raw = malloc(total).cast::<u8>();
        if raw.is_null() {
            return raw;
        }
        // Step over the word, then go up to the next multiple.
        let first = raw.add(WORD);
        let block = first.add(first.align_offset(layout.align()));
        // Keep malloc's pointer in the word before the block.
        block.sub(WORD).cast::<*mut c_void>().write_unaligned(raw.cast());
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, _layout: Layout) {
        // free accepts only the pointer that malloc gave.
        free(block.sub(WORD).cast::<*mut c_void>().read_unaligned())
    }
}

#[global_allocator]
static ALLOCATOR: Mended = Mended;

#[repr(align(4096))]
struct Page([u8; 4096]);

fn main() {
    // These boxes, and all other memory here, come from the code above.
    let pages: Vec<_> = (0..64)
        .map(|number| Box::new(Page([number; 4096])))
        .collect();
    let aligned = pages
        .iter()
        .all(|page| page.0.as_ptr() as usize % 4096 == 0);
    println!("{} pages, aligned: {aligned}", pages.len());
}
