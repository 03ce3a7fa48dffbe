//@ build-pass

// An allocator is the floor that the standard library stands on. It makes
// do with core.
#![no_std]
#![crate_type = "rlib"]

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::c_void;

extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn realloc(ptr: *mut c_void, size: usize) -> *mut c_void;
    fn free(ptr: *mut c_void);
}

// This much alignment malloc gives unasked on common platforms.
const MALLOC_ALIGN: usize = 2 * core::mem::size_of::<usize>();

pub struct MyAllocator;

// Four functions have taken the place of the five. Two of them have a
// default body, and this crate keeps one: alloc_zeroed.
unsafe impl GlobalAlloc for MyAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // malloc cannot be told an alignment. Refuse what it may not keep.
        if layout.align() > MALLOC_ALIGN {
            return core::ptr::null_mut();
        }
        malloc(layout.size()).cast()
    }

    unsafe fn dealloc(&self, ptr: *mut u8, _layout: Layout) {
        free(ptr.cast())
    }

    unsafe fn realloc(
        &self,
        ptr: *mut u8,
        _layout: Layout,
        size: usize,
    ) -> *mut u8 {
        realloc(ptr.cast(), size).cast()
    }
}
