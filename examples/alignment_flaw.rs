//@ run-pass

use std::alloc::{GlobalAlloc, Layout};
use std::ffi::c_void;

extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(ptr: *mut c_void);
}

struct Naive;

unsafe impl GlobalAlloc for Naive {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // The layout carries an alignment, and this line drops it.
        malloc(layout.size()).cast()
    }

    unsafe fn dealloc(&self, ptr: *mut u8, _layout: Layout) {
        free(ptr.cast())
    }
}

fn all_aligned(align: usize) -> bool {
    let layout = Layout::from_size_align(24, align).unwrap();
    // Hold all blocks at once, so that no place is given out twice.
    let blocks: Vec<_> = (0..64)
        .map(|_| unsafe { Naive.alloc(layout) })
        .collect();
    let good = blocks.iter().all(|&block| block as usize % align == 0);
    for block in blocks {
        unsafe { Naive.dealloc(block, layout) }
    }
    good
}

fn main() {
    for align in [8, 4096] {
        println!("{align}: {}", all_aligned(align));
    }
}
